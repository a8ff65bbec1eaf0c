"""Words that should make somebody look again before they save."""
