"""Every row read as the plan says, and what came of it."""
