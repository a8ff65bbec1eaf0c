"""Facts of working life that prompt the offer of help before any rating speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_MEETING = timedelta(days=30)
QUIET = timedelta(days=90)
TRAINING = timedelta(days=3 * 365)


class Prompt(StrEnum):
    """Name a fact; each leads to the same offer."""

    ASKED = "asked to be contacted"
    NO_TRAINING = "no training for three years"
    LATE_FIRST = "first meeting late"
    NO_CONTACT = "no contact logged"
    LOST_TIME = "protected time lost"
    # out of ratings, after the mentor has read it for two weeks
    SAID_TOGETHER = "what mentees say together"


@dataclass(frozen=True)
class WorkingLife:
    """Hold what dates say of one mentor: never a rating, never a text."""

    opened_on: date | None = None
    first_met_on: date | None = None
    last_met_on: date | None = None
    trained_on: date | None = None
    hours_promised: float = 0.0
    hours_given: float = 0.0
    asked: bool = False


def prompts(life: WorkingLife, today: date) -> tuple[Prompt, ...]:
    """Return the facts that prompt an offer today, the mentor's own wish first."""
    found = [Prompt.ASKED] if life.asked else []
    if life.opened_on is not None:
        if life.trained_on is None or today - life.trained_on >= TRAINING:
            found.append(Prompt.NO_TRAINING)
        if (life.first_met_on or today) - life.opened_on > FIRST_MEETING:
            found.append(Prompt.LATE_FIRST)
        # a pair that never met is late, and silent for no other reason: one fact
        if life.last_met_on is not None and today - life.last_met_on > QUIET:
            found.append(Prompt.NO_CONTACT)
        if life.hours_given < life.hours_promised:
            found.append(Prompt.LOST_TIME)
    return tuple(found)
