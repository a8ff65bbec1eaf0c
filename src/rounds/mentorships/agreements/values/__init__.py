"""The terms of an agreement, what they are at first, and in what two of them differ."""
