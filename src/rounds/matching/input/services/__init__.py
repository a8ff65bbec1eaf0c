"""Changes of the input: versions of weights."""
