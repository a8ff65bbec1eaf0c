"""Changes of access that take two people, and the mails to whoever they concern."""
