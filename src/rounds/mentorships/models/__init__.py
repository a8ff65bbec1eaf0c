"""Pairs, and what a pair does together, by noun."""

from rounds.mentorships.models.agreements import (
    AgreementPaper,
    AgreementVersion,
    Signature,
    StandingTerms,
)
from rounds.mentorships.models.conversations import Action, Conversation, Note
from rounds.mentorships.models.dues import Answer, DueItem, Telling
from rounds.mentorships.models.hours import LostTime
from rounds.mentorships.models.meetings import Delegation, Meeting, ProposedTimes
from rounds.mentorships.models.pairs import MentorLoad, Mentorship, Pause
from rounds.mentorships.models.safeguards import BreakGlass, KeptNote, PreservationHold

__all__ = [
    "Action",
    "AgreementPaper",
    "AgreementVersion",
    "Answer",
    "BreakGlass",
    "Conversation",
    "Delegation",
    "DueItem",
    "KeptNote",
    "LostTime",
    "Meeting",
    "MentorLoad",
    "Mentorship",
    "Note",
    "Pause",
    "PreservationHold",
    "ProposedTimes",
    "Signature",
    "StandingTerms",
    "Telling",
]
