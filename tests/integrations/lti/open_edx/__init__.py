"""A real counterpart: Open edX's own platform code, in an environment of its own (docs/integrations.md)."""
