"""What a run starts from: people, what is recorded between them, what the program wants. Frozen and validated."""
