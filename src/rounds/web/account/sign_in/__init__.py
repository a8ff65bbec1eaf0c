"""Who is this? Codes, passwords, invitations, sessions, known devices, and asking again."""
