"""The insider who has brought in a puppet."""
