"""Input about a roll-out, as clean values for the services."""
