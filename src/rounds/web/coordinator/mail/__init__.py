"""The log of sent mail."""
