"""Sign-in, sessions, and the page on which everybody keeps their own account."""
