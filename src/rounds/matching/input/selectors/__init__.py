"""Reads of what goes into a run."""
