"""Requests for a change of a pair."""
