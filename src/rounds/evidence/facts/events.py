"""Outcome events under two clocks: the day on which it may have happened, and the moment at which we knew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

COARSE_FROM = 0.10  # share of days known only by year, from which both ends are computed too


class Precision(StrEnum):
    """Say how well a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Place(StrEnum):
    """Say which day of a coarse date counts."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


class Word(StrEnum):
    """Hold what a checker may say of an event."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Event:
    """Hold one row: it happened in [from_on, to_on), and we knew it at `recorded_at`; a correction is a further row."""

    id: str
    person: str
    kind: str
    from_on: date
    to_on: date
    source: str
    source_key: str
    recorded_at: datetime
    level: int = 0
    corrects: str | None = None
    withdrawn: bool = False  # a correction that says it never happened
    closes: str | None = None

    @property
    def precision(self) -> Precision:
        """Return how well the day is known, by the length of the interval."""
        days = (self.to_on - self.from_on).days
        return Precision.DAY if days <= 1 else Precision.MONTH if days <= 31 else Precision.YEAR

    def on(self, place: Place = Place.MIDDLE) -> date:
        """Return the day that counts: a coarse date enters at its middle."""
        days = (self.to_on - self.from_on).days - 1
        if place is Place.FIRST or not days:
            return self.from_on
        return self.from_on + timedelta(days=days if place is Place.LAST else days // 2)


@dataclass(frozen=True)
class Check:
    """Hold what one checker said of an event on a day."""

    event: str
    checker: str  # owner, office or second source
    word: Word
    on: date


def known(events: Iterable[Event], until: datetime) -> tuple[Event, ...]:
    """Return what we knew at a moment: of each event the last correction recorded by then, without what was withdrawn.

    An event keeps the place of its first row, so that the same facts stand in the same order whatever came when.
    """
    seen = sorted(
        (one for one in events if one.recorded_at <= until), key=lambda one: (one.recorded_at, one.id)
    )
    root: dict[str, str] = {}
    latest: dict[str, Event] = {}
    for one in seen:
        first = root.get(one.corrects, one.corrects) if one.corrects else one.id
        root[one.id] = first
        latest[first] = one
    return tuple(latest[first] for first in sorted(latest) if not latest[first].withdrawn)


def faults(events: Sequence[Event]) -> tuple[str, ...]:
    """Return sentences on rows that no table may hold: an empty interval, a correction of nothing, one key twice live."""
    ids = {one.id: one for one in events}
    said = [
        f"Event {one.id}: the last day comes before the first." for one in events if one.to_on <= one.from_on
    ]
    for one in events:
        earlier = ids.get(one.corrects) if one.corrects else None
        if one.corrects and (
            earlier is None or earlier.recorded_at > one.recorded_at or earlier.person != one.person
        ):
            said.append(f"Event {one.id} corrects nothing that was recorded before about the same person.")
    keys = Counter((one.source, one.source_key) for one in events if one.corrects is None)
    said += [f"{source} holds {key} {n} times." for (source, key), n in sorted(keys.items()) if n > 1]
    return tuple(said)


def is_confirmed(event: Event, checks: Iterable[Check]) -> bool | None:
    """Tell what the last word of each checker makes of an event: one "wrong" outweighs, no word decides nothing."""
    last: dict[str, Check] = {}
    for one in sorted((one for one in checks if one.event == event.id), key=lambda one: one.on):
        last[one.checker] = one
    words = {one.word for one in last.values()}
    if Word.WRONG in words:
        return False
    return True if Word.RIGHT in words else None


def needs_both_ends(events: Sequence[Event]) -> bool:
    """Tell whether so many days are coarser than a month that first and last days must be computed too."""
    coarse = sum(one.precision is Precision.YEAR for one in events)
    return bool(events) and coarse > COARSE_FROM * len(events)


def proposals_by_key(events: Iterable[Event]) -> dict[tuple[str, str], Event]:
    """Return events by source and key, the first of each: the same seat from the same source is one event."""
    found: dict[tuple[str, str], Event] = {}
    for one in sorted(events, key=lambda one: (one.recorded_at, one.id)):
        found.setdefault((one.source, one.source_key), one)
    return found
