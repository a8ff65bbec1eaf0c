"""Pages of roll-out: for the office, and to be read by the GME office."""
