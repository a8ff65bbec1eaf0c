"""Pages of program directors (PD)."""
