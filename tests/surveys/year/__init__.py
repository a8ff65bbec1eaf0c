"""A fake year of surveys, and what must hold of every mail in it."""
