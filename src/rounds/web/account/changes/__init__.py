"""Changes of access that take two people, and the mails to those whom they concern."""
