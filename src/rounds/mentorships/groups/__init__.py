"""Groups: a mentor with up to eight mentees, one log for all, and notes that the group shares or one keeps."""
