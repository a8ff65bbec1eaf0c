"""Pairs, and what a pair does together, by noun."""

from rounds.mentorships.models.conversations import Action, Conversation, Note
from rounds.mentorships.models.pairs import MentorLoad, Mentorship, Pause

__all__ = ["Action", "Conversation", "MentorLoad", "Mentorship", "Note", "Pause"]
