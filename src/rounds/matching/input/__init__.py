"""What goes into a run: a cohort as it is now, what is recorded between its people, weights; frozen once."""
