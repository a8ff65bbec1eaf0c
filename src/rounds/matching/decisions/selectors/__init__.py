"""Reads of decisions, and of those whom they are about."""
