"""Asking the program office for a change of one's pair, privately, and what the office answers.

Nobody else knows of it: the other one of the pair and whoever of the office is concerned find no page, no line and no
count, and no audit row says who asked.
"""
