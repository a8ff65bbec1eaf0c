"""Hours of the week: moved from one zone to another, put together to spans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rounds.programs.values.answers import WEEK_HOURS


@dataclass(frozen=True)
class Span:
    """Hours in a row on one day, 0 Monday; `end` is the hour after the last."""

    day: int
    first: int
    end: int


def in_utc(hours: Iterable[int], zone: str, on: date) -> frozenset[int]:
    """Return hours of the week in a zone as hours of the week in UTC, by the offset of the day."""
    return frozenset((hour - _offset(zone, on)) % WEEK_HOURS for hour in hours)


def from_utc(hours: Iterable[int], zone: str, on: date) -> frozenset[int]:
    """Return hours of the week in UTC as hours of the week in a zone, by the offset of the day."""
    return frozenset((hour + _offset(zone, on)) % WEEK_HOURS for hour in hours)


def spans_of(hours: Iterable[int]) -> list[Span]:
    """Put hours that follow each other on one day together."""
    found: list[Span] = []
    for hour in sorted(hours):
        day, of_day = divmod(hour, 24)
        if found and (found[-1].day, found[-1].end) == (day, of_day):
            found[-1] = Span(day, found[-1].first, of_day + 1)
        else:
            found.append(Span(day, of_day, of_day + 1))
    return found


def _offset(zone: str, on: date) -> int:
    """Return by how many whole hours a zone is before UTC."""
    offset = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    return round(offset.total_seconds() / 3600)
