"""Figures that stand, as pictures."""
