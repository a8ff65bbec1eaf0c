"""Changes of a roll-out."""
