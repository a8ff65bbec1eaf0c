"""Hours of the week: moved from one zone to another, put together to spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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


@dataclass(frozen=True)
class Free:
    """The hours of the week in which somebody is free, by the clocks of a zone."""

    hours: frozenset[int]
    zone: str

    def is_at(self, moment: datetime) -> bool:
        """Tell whether somebody is free at a moment."""
        wall = moment.astimezone(ZoneInfo(self.zone))
        return wall.weekday() * 24 + wall.hour in self.hours


STEP, MINUTE = timedelta(minutes=30), timedelta(minutes=1)
STEPS_OF_DAY = 48


def free_moments(people: Sequence[Free], *, begin: datetime, end: datetime, minutes: int) -> list[datetime]:
    """Return the half hours from `begin` until before `end`, in UTC, from which all are free for so many minutes.

    Clocks are read as they go, so an hour that a night leaves out is never there, and one that it has twice is twice.
    """
    first = begin.astimezone(UTC).replace(second=0, microsecond=0)
    first += timedelta(minutes=-first.minute % 30)
    count = max(0, -(-(end - first) // STEP))
    needed = -(-minutes // 30)
    weeks = [_free_steps(one, first, count + needed) for one in people]
    free = [all(step) for step in zip([True] * (count + needed), *weeks, strict=True)]
    return [first + STEP * at for at in range(count) if all(free[at : at + needed])]


def _free_steps(one: Free, first: datetime, count: int) -> list[bool]:
    """Tell of each of so many half hours whether somebody is free all through it; clocks are read once a day."""
    week = [hour in one.hours for hour in range(WEEK_HOURS) for _half in range(2)] * 2
    found: list[bool] = []
    for begin in range(0, count, STEPS_OF_DAY):
        steps = min(STEPS_OF_DAY, count - begin)
        wall, last = (
            moment.astimezone(ZoneInfo(one.zone))
            for moment in (first + STEP * begin, first + STEP * (begin + steps) - MINUTE)
        )
        if wall.utcoffset() == last.utcoffset() and wall.minute % 30 == 0:
            at = 2 * (24 * wall.weekday() + wall.hour) + wall.minute // 30
            found += week[at : at + steps]
        else:  # a night on which clocks change, a zone that is three quarters of an hour off
            found += [_is_free_through(one, first + STEP * at) for at in range(begin, begin + steps)]
    return found


def _is_free_through(one: Free, moment: datetime) -> bool:
    """Tell whether somebody is free from a moment for half an hour."""
    return one.is_at(moment) and one.is_at(moment + STEP - MINUTE)


def repeated(first: datetime, zone: str, *, weeks: int, times: int) -> list[datetime]:
    """Return a moment and those that follow every so many weeks, at the same time by the clocks of a zone, in UTC.

    A time that a night leaves out is an hour later on that day; of a time that it has twice, the first counts.
    """
    wall = first.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    later = (wall + timedelta(weeks=weeks * number) for number in range(1, times))
    return [first.astimezone(UTC), *(one.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for one in later)]


def _offset(zone: str, on: date) -> int:
    """Return by how many whole hours a zone is before UTC."""
    offset = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    return round(offset.total_seconds() / 3600)
