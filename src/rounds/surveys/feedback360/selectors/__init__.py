"""Reads of rounds: who may see which, who is asked, what may be read and when."""
