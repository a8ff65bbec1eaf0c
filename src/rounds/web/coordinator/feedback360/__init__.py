"""Rounds of feedback for who plans them and approves raters: outside the line."""
