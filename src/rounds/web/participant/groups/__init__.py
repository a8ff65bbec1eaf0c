"""A group as its mentor and its mentees see it."""
