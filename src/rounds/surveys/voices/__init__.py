"""Voices: talks with groups, their notes, and the themes that the program office reads."""
