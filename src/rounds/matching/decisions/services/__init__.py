"""Every decision about pairs."""
