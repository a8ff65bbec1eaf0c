"""What follows from training: rotations with their debriefs, the local milestone, and what is released to a residency."""
