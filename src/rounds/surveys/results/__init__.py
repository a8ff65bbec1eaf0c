"""Figures of closed waves: answers go in here, what the one door lets out comes out."""
