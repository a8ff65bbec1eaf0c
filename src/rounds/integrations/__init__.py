"""Carries facts in and out, a folder each."""
