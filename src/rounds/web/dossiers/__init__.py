"""A dossier of one's own mentoring: picked, read as its reader will, frozen, taken as files, fetched by a code."""
