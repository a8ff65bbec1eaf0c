"""Rounds runs a physician-leadership mentorship program."""

__version__ = "0.1.0"
