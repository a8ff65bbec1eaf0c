"""Reads of a run as its viewer may see it."""
