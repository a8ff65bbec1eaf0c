"""A time that repeats, by the clocks of a place: a weekly 7:30 stays 7:30 there, summer and winter.

Two nights a year are odd: in one the clocks skip an hour, in the other they show one twice. What falls into the hour that
is skipped is held an hour later by the clocks, what falls into the one that comes twice is held the first time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rounds.core.dates import months_after

MOST_MEETINGS = 26


class Repeats(StrEnum):
    """How often a time comes again."""

    ONCE = ""
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Oddity(StrEnum):
    """What is odd about a time by the clocks of its night."""

    NONE = ""
    SKIPPED = "skipped"
    TWICE = "twice"


DAYS = {Repeats.WEEKLY: 7, Repeats.FORTNIGHTLY: 14}


@dataclass(frozen=True)
class Occurrence:
    """One of the times: the moment, and what is odd about the time that was meant."""

    moment: datetime
    meant: datetime
    oddity: Oddity = Oddity.NONE


def resolved(meant: datetime, zone: str) -> Occurrence:
    """Return the moment at which clocks of a zone show a time, or would if their night had it."""
    place = ZoneInfo(zone)
    first, second = (meant.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    moment = first.astimezone(UTC)
    if moment.astimezone(place).replace(tzinfo=None) != meant:
        return Occurrence(moment, meant, Oddity.SKIPPED)
    if first.utcoffset() != second.utcoffset():
        return Occurrence(moment, meant, Oddity.TWICE)
    return Occurrence(moment, meant)


def occurrences(first: datetime, zone: str, repeats: Repeats, until: date | None) -> list[Occurrence]:
    """Return a time and those at which it comes again until a day, that day included; at most one more than fit.

    The first is the moment that was chosen; the others are at the same time by the clocks of the zone.
    """
    local = first.astimezone(ZoneInfo(zone))
    meant = local.replace(tzinfo=None, fold=0)
    oddity = resolved(meant, zone).oddity
    found = [Occurrence(first.astimezone(UTC), meant, oddity)]
    if repeats == Repeats.ONCE or until is None:
        return found
    for day in _days(meant.date(), repeats):
        if day > until or len(found) > MOST_MEETINGS:
            return found
        found.append(resolved(datetime.combine(day, meant.time()), zone))
    return found


def _days(first: date, repeats: Repeats) -> Iterator[date]:
    """Yield the days after the first: of a month that has no such day its last one."""
    number = 0
    while True:
        number += 1
        if repeats == Repeats.MONTHLY:
            yield months_after(first, number)
        else:
            yield first + timedelta(days=DAYS[repeats] * number)
