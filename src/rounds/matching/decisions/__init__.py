"""What people decide about pairs: locks, bans, pairs by hand, vetoes, exceptions, notes. They hold for every later run."""
