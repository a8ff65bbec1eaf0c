"""What the program office looks at in a run: pairs and reasons, mentors, other weights, other runs. Nothing is changed here."""
