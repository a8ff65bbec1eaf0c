"""Connections to other systems: entered by one person, confirmed by another, with what they did and how they fared."""
