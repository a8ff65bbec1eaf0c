"""What the templates say and ask for."""
