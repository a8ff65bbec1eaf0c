"""What a dossier can say of its owner, who may be named in it, and what its reader gets."""
