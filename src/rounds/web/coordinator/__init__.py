"""Pages of the program office."""
