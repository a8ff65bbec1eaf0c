"""A run's answer, and how it is found."""
