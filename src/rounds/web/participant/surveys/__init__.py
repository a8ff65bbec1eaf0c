"""Pages on which people answer surveys."""
