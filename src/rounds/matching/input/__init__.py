"""What goes into a run: a cohort as it stands, what is recorded between its people, weights; frozen once."""
