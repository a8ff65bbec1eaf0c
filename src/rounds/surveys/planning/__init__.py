"""Waves by the plan of a year: callers hand in what is asked of whom from when, a chore opens it once."""
