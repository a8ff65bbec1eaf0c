"""Values of growing: the words of a goal, the scale, what looks ready."""
