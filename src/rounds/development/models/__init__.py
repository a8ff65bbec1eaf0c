"""The tables of development."""

from rounds.development.models.experiences import Draw, Entry, Offering, Rehearsal, SeatAsk
from rounds.development.models.recognition import Certificate
from rounds.development.models.training import HouseTitles, SessionPlace, TrainingSession

__all__ = [
    "Certificate",
    "Draw",
    "Entry",
    "HouseTitles",
    "Offering",
    "Rehearsal",
    "SeatAsk",
    "SessionPlace",
    "TrainingSession",
]
