"""What a column can become here, and the words for what an import finds."""
