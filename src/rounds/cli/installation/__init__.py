"""What the commands share: the keys of an installation, its first institution, its health, and starting Django."""
