"""Pages of residency directors."""
