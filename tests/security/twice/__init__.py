"""What is sent twice, or from two windows at the same moment."""
