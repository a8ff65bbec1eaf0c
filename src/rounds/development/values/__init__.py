"""What ships with Rounds: the modules of mentor training, the catalog of experiences, the rule of a draw."""
