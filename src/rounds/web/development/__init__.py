"""Pages of development: the faculty developer's desk, a mentor's own training."""
