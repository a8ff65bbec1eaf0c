"""What only the demo and development have: one-press sign-in, and a page with all mail."""
