"""What everybody changes on their own account."""
