"""What happened to people, and what it says of a program: outcomes, figures, pictures."""
