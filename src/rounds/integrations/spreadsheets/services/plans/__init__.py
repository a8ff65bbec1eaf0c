"""What a checked sheet would change, worked out beside the people who are known already."""
