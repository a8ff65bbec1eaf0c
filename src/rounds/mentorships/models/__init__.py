"""Pairs, and what a pair does together, by noun."""

from rounds.mentorships.models.agreements import AgreementVersion, Signature, StandingTerms
from rounds.mentorships.models.conversations import Action, Conversation, Note
from rounds.mentorships.models.pairs import MentorLoad, Mentorship, Pause

__all__ = [
    "Action",
    "AgreementVersion",
    "Conversation",
    "MentorLoad",
    "Mentorship",
    "Note",
    "Pause",
    "Signature",
    "StandingTerms",
]
