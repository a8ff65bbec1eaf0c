"""What closed years teach the next match, for the office of a program."""
