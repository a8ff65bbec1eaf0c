"""How evidence holds up for a large hospital."""
