"""Reads of results: answers as tables of the door, and what came out of it."""
