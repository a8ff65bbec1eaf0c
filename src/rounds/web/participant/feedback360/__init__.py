"""Feedback from all around one person: the report, its file, the debrief in which it is opened."""
