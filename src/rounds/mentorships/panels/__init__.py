"""Panels: the mentors whom a mentee has beside the primary one, each for a named purpose."""
