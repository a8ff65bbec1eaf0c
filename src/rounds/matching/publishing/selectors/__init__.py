"""Reads of what came back after publishing."""
