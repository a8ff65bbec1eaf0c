"""Feedback of the demo."""
