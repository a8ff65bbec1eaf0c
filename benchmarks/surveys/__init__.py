"""How surveys hold up when everybody answers at once."""
