"""Figures that are out: frozen, beside what changes afterward."""
