"""What a column can become: the fields of people and intake, their words, and the catalogs of files."""
