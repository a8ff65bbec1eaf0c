"""Input about training and experiences, as clean values for the services."""
