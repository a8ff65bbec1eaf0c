"""Carries facts in and out: spreadsheets, calendars, the invented hospital of the demo."""
