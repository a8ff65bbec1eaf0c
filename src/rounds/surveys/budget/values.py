"""Caps of a person's academic year, and which request yields to another; no queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

REQUESTS, MINUTES, RATED = 8, 45, 4
MENTEE_CEILING, MENTOR_CEILING = 150, 120
BEGINS_IN = 7
LOWEST_RANK = 6
# what is not named here is of the lowest rank
RANKS = {
    "confidence": 1,
    "rotation": 1,
    "closure_mentee": 2,
    "closure_mentor": 2,
    "pulse": 3,
    "midpoint": 3,
    "leader_360": 4,
    "mentor_self": 5,
}
RATES_OTHERS = ("leader_360",)


@dataclass(frozen=True)
class Place:
    """What a wave takes of somebody's year. Of two the one with the lower `order` stays."""

    key: Any
    rank: int
    planned_at: datetime
    minutes: int
    is_rating: bool = False
    is_kept: bool = False
    # their mail has left, or a page has shown it: it yields to nothing
    is_charged: bool = False

    @property
    def order(self) -> tuple[int, datetime]:
        return (0 if self.is_kept else self.rank, self.planned_at)


@dataclass(frozen=True)
class Room:
    """The most of somebody's year, and what other things than surveys took of the ceiling."""

    requests: int = REQUESTS
    minutes: int = MINUTES
    rated: int = RATED
    in_all: int = MENTEE_CEILING
    other_minutes: int = 0

    def holds(self, places: Sequence[Place]) -> bool:
        """Tell whether there is room for these together."""
        minutes = sum(one.minutes for one in places)
        return (
            len(places) <= self.requests
            and minutes <= self.minutes
            and minutes <= self.in_all - self.other_minutes
            and sum(one.is_rating for one in places) <= self.rated
        )

    def beside(self, others: int) -> "Room":
        """Return the room that is left when other things took so many minutes, as far as the ceiling goes."""
        return replace(self, other_minutes=min(others, self.in_all))


def make_room(held: Sequence[Place], wanted: Place, room: Room) -> list[Place] | None:
    """Return which places yield so that another fits, none where there is room; None where it can't fit.

    What was asked never yields. Else the lowest rank does first, of equal ones the later planned.
    """
    yielding: list[Place] = []
    staying = list(held)
    lower = [one for one in held if not one.is_charged and one.order > wanted.order]
    for one in sorted(lower, key=lambda place: place.order, reverse=True):
        if room.holds([*staying, wanted]):
            break
        staying.remove(one)
        yielding.append(one)
    if not room.holds([*staying, wanted]):
        return None
    return _needed(yielding, staying, wanted, room)


def _needed(yielding: list[Place], staying: list[Place], wanted: Place, room: Room) -> list[Place]:
    """Return what has to yield of what could: the highest ranks are given back where there is room for them after all."""
    gone = []
    for one in sorted(yielding, key=lambda place: place.order):
        if room.holds([*staying, wanted, one]):
            staying.append(one)
        else:
            gone.append(one)
    return gone


def academic_year(day: date) -> int:
    """Return the year in which the academic year of a day began."""
    return day.year if day.month >= BEGINS_IN else day.year - 1


def first_day(year: int) -> date:
    """Return the day on which an academic year begins."""
    return date(year, BEGINS_IN, 1)


def rank_of(instrument_key: str) -> int:
    """Return how firmly an instrument holds its place: 1 yields last."""
    return RANKS.get(instrument_key, LOWEST_RANK)
