"""Figures as they are kept: no queries."""
