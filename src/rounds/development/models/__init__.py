"""The tables of development."""

from rounds.development.models.celebrating import Shown
from rounds.development.models.coaching import CoachingPlan
from rounds.development.models.experiences import Draw, Entry, Offering, Rehearsal, SeatAsk
from rounds.development.models.recognition import Certificate
from rounds.development.models.training import HouseTitles, SessionPlace, TrainingSession

__all__ = [
    "Certificate",
    "CoachingPlan",
    "Draw",
    "Entry",
    "HouseTitles",
    "Offering",
    "Rehearsal",
    "SeatAsk",
    "SessionPlace",
    "Shown",
    "TrainingSession",
]
