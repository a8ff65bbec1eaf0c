"""How far a roll-out has come: what Rounds knows of each step, and the ladder that it makes."""
