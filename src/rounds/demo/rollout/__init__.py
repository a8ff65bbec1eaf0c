"""How the invented hospital came from a pitch to a program."""
