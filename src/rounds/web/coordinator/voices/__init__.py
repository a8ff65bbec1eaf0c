"""Voices: talks with groups for who leads them, themes for the program office."""
