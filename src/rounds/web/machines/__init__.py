"""Addresses that programs ask, not people: outside any institution's slug, without a session."""
