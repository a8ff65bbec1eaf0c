"""Facts of the input that no table holds."""
