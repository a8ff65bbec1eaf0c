"""Connections to other systems, for who enters and who confirms them."""
