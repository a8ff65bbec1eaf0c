"""The second reminder of a survey comes from somebody its readers know, who lent their name for this one survey and may take it back."""
