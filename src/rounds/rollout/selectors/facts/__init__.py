"""What Rounds itself knows of the steps of roll-outs: a fact each, for any number of programs in the same few queries."""
