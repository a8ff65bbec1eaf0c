"""Reads of goals, ratings, questions, feedback and doors: each for one of the two."""
