"""From the text of one cell to a value, a problem or nothing."""
