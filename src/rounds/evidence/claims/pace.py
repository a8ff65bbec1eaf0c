"""How long a card still waits: information so far, and when it will be whole at this pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rounds.evidence.answers.rates import rate

YEAR = 365.25
FARTHEST = 200.0  # years


@dataclass(frozen=True)
class Pace:
    """Hold information so far, what it comes to a year, and the days between which it will be whole (None: can't be told)."""

    have: int
    needed: int
    per_year: float | None
    low: float | None
    high: float | None
    likely_on: date | None
    earliest_on: date | None
    latest_on: date | None

    @property
    def is_whole(self) -> bool:
        """Tell whether the planned look may be taken."""
        return self.have >= self.needed


def pace(have: int, needed: int, since: date, today: date) -> Pace:
    """Return when a card will be whole, if what came so far is a Poisson count (exact interval)."""
    years = (today - since).days / YEAR
    if have >= needed or years <= 0:
        return Pace(have, needed, None, None, None, *([today] * 3 if have >= needed else [None] * 3))
    found = rate(have, years)["rate"]
    per_year = found.value, found.high, found.low
    days = [_day(needed - have, one, today) for one in per_year]
    return Pace(have, needed, found.value, found.low, found.high, *days)


def closes_unanswered(have: int, needed: int, stop_on: date, today: date) -> bool:
    """Tell whether a card has reached its stop day without its information, and closes as "cannot test"."""
    return have < needed and today >= stop_on


def _day(missing: int, per_year: float | None, today: date) -> date | None:
    if not per_year or missing / per_year > FARTHEST:
        return None
    return today + timedelta(days=round(missing / per_year * YEAR))
