"""Spreadsheets and REDCap exports on their way in: staged, checked, reviewed, written at once, undone for a day."""
