"""What is between the domains and the database: the scope of queries, guards, many rows at once."""
