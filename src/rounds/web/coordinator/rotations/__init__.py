"""Rotations for the program office: schedules on their way in, and what is on record."""
