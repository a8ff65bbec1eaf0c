"""Read rotation schedules: who is where, from when to when; what can be read two ways is asked, never guessed."""

from rounds.sheets.schedules.model import (
    FREE,
    KINDS,
    NOBODY,
    Answers,
    Blocks,
    Known,
    LeftOut,
    Outcome,
    Question,
    Rotation,
    Said,
)
from rounds.sheets.schedules.read import read_calendar_schedule, read_schedule

__all__ = [
    "FREE",
    "KINDS",
    "NOBODY",
    "Answers",
    "Blocks",
    "Known",
    "LeftOut",
    "Outcome",
    "Question",
    "Rotation",
    "Said",
    "read_calendar_schedule",
    "read_schedule",
]
