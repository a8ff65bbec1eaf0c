"""What is done with a group: by the office with its people, by its people with sessions, notes and what is planned."""
