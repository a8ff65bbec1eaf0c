"""Measures and what they are computed from: no queries, no clock."""
