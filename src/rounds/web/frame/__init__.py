"""Pages that belong to the frame itself: search, help, preferences; and the errors that lead on."""
