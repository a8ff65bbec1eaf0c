"""Days in the headings of a schedule: ranges, first days, months, numbers of blocks."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY: Final = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?"
ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
RANGE: Final = re.compile(rf"{DAY}\s*(?:-|\u2013|to)\s*{DAY}")
ONE_DAY: Final = re.compile(DAY)
NUMBERED: Final = re.compile(r"(?:block|blk|week|wk|period)\s*(\d{1,2})", re.IGNORECASE)
YEARS: Final = re.compile(r"\b(20\d\d)\s*[-\u2013/]\s*(?:20)?(\d\d)\b")


@dataclass(frozen=True)
class Period:
    """The days that a heading names; a year that nothing says is None, an end that nothing says too."""

    first: tuple[int | None, int, int] | None = None  # year, month, day
    last: tuple[int | None, int, int] | None = None
    month: int = 0
    number: int = 0

    @property
    def has_days(self) -> bool:
        return self.first is not None or bool(self.month)


def read_period(text: str) -> Period | None:
    """Return the days of a heading, None for one that names none; 7/1 is the first of July."""
    if found := RANGE.search(text):
        groups = found.groups()
        return Period(_day(groups[:3]), _day(groups[3:]))
    if found := ISO_DAY.search(text):
        return Period((int(found.group(1)), int(found.group(2)), int(found.group(3))))
    if found := ONE_DAY.search(text):
        return Period(_day(found.groups()))
    word = text.strip().lower()[:3]
    if word in MONTHS and re.fullmatch(r"[a-z]{3,9}\.?", text.strip().lower()):
        return Period(month=MONTHS.index(word) + 1)
    if found := NUMBERED.fullmatch(text.strip()):
        return Period(number=int(found.group(1)))
    return None


def _day(groups: tuple[str | None, ...]) -> tuple[int | None, int, int]:
    month, day, year = groups
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return full, int(month or 0), int(day or 0)


def first_year(text: str) -> int | None:
    """Return the year in which an academic year begins that a title names: 2026 of “AY 2026-27”."""
    found = YEARS.search(text)
    return int(found.group(1)) if found and (int(found.group(1)) + 1) % 100 == int(found.group(2)) else None


def days_of(periods: list[Period], year: int | None) -> list[tuple[date, date]] | None:
    """Return first and last day of periods that follow each other; None where a year is not said, or a day is none."""
    try:
        firsts = _firsts(periods, year)
    except ValueError:
        return None
    if firsts is None:
        return None
    found = []
    for place, (period, first) in enumerate(zip(periods, firsts, strict=True)):
        last = _last(period, first, firsts, place)
        if last is None or last < first:
            return None
        found.append((first, last))
    return found


def _firsts(periods: list[Period], year: int | None) -> list[date] | None:
    found: list[date] = []
    for period in periods:
        said, month, day = period.first or (None, period.month, 1)
        if said is None and period.last and period.last[0]:
            said = period.last[0] - (month > period.last[1])
        if said is None:
            if year is None:
                return None
            said = found[-1].year if found else year
            if found and date(said, month, day) <= found[-1]:
                said += 1
        found.append(date(said, month, day))
    return found


def _last(period: Period, first: date, firsts: list[date], place: int) -> date | None:
    if period.last:
        said, month, day = period.last
        said = said or first.year + ((month, day) < (first.month, first.day))
        return date(said, month, day)
    if period.month:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if place + 1 < len(firsts):
        return firsts[place + 1] - timedelta(days=1)
    # the last one is as long as the others, if they are all alike
    lengths = {(after - before).days for before, after in itertools.pairwise(firsts)}
    return first + timedelta(days=lengths.pop() - 1) if len(lengths) == 1 else None
