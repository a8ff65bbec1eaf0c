"""The tables of development."""

from rounds.development.models.awards import AwardRound, JurySeat, JuryVoice, Nomination
from rounds.development.models.celebrating import Shown
from rounds.development.models.coaching import CoachingPlan
from rounds.development.models.experiences import Draw, Entry, Offering, Rehearsal, SeatAsk
from rounds.development.models.recognition import Certificate
from rounds.development.models.training import HouseTitles, SessionPlace, TrainingSession

__all__ = [
    "AwardRound",
    "Certificate",
    "CoachingPlan",
    "Draw",
    "Entry",
    "HouseTitles",
    "JurySeat",
    "JuryVoice",
    "Nomination",
    "Offering",
    "Rehearsal",
    "SeatAsk",
    "SessionPlace",
    "Shown",
    "TrainingSession",
]
