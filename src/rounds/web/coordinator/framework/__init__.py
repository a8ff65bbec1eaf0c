"""The competency map of the program office."""
