"""Asking the program office for a change of one's pair: one page, for whoever asks alone."""
