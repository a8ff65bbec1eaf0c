"""Quiet periods: days on which nobody is written to, for everybody or for a training program."""
