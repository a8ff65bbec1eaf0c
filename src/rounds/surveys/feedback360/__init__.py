"""Feedback from all around one person: nominations, a sealed round, a report that is opened in a booked debrief."""
