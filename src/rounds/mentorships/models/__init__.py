"""Pairs, and what a pair does together, by noun."""

from rounds.mentorships.models.agreements import AgreementVersion, Signature, StandingTerms
from rounds.mentorships.models.conversations import Action, Conversation, Note
from rounds.mentorships.models.dues import Answer, DueItem, Telling
from rounds.mentorships.models.pairs import MentorLoad, Mentorship, Pause

__all__ = [
    "Action",
    "AgreementVersion",
    "Answer",
    "Conversation",
    "DueItem",
    "MentorLoad",
    "Mentorship",
    "Note",
    "Pause",
    "Signature",
    "StandingTerms",
    "Telling",
]
