"""Pages for the auditor, and each person's own log of who opened what of theirs."""
