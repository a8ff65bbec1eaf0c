"""What ships with Rounds: the modules of mentor training."""
