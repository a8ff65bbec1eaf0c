"""Which column fills which target, with a question where it is not sure."""
