"""Time that was promised to a mentor: how much of it was used for talking, and what was lost. No reason is asked."""
