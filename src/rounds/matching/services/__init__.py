"""Every change that matching makes."""
