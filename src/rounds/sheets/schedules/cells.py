"""What stands in one cell of a plan: a rotation, several with their days, or something that only a person can tell."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from typing import Final

from rounds.sheets.schedules.days import DAY
from rounds.sheets.schedules.model import Part
from rounds.sheets.schedules.words import Legend

DATED: Final = re.compile(rf"(.+?)\s+{DAY}\s*[-\u2013]\s*{DAY}")
LONG: Final = re.compile(r"(.+?)\s*\((\d+)\s*(?:wks?|weeks?)\)", re.IGNORECASE)
UNSURE: Final = re.compile(r"\?|\*|\bor\b|\btb[da]\b|/|;|\bswap\b|&|\+", re.IGNORECASE)


def read_cell(text: str, first: date, last: date, legend: Legend) -> tuple[Part, ...] | None:
    """Return the rotations of a cell between two days; None where it has to be asked."""
    if legend.find(text):
        return (Part(text, first, last),)
    pieces = [piece.strip() for piece in re.split(r"[;/]", text) if piece.strip()]
    if dated := _dated(text, first, last):
        return dated
    if len(pieces) > 1 and (weeks := _by_weeks(pieces, first, last)):
        return weeks
    return None if UNSURE.search(text) else (Part(text, first, last),)


def _dated(text: str, first: date, last: date) -> tuple[Part, ...] | None:
    """Read “Wards 7/1-7/14; Vac 7/15-7/28”: the days must fill the cell, one after the other."""
    parts = []
    for piece in (piece.strip() for piece in text.split(";")):
        match = DATED.fullmatch(piece)
        if match is None:
            return None
        word, m1, d1, _y1, m2, d2, _y2 = match.groups()
        begins, ends = _in_period(m1, d1, first, last), _in_period(m2, d2, first, last)
        if begins is None or ends is None:
            return None
        parts.append(Part(word, begins, ends))
    return tuple(parts) if _fill(parts, first, last) else None


def _in_period(month: str, day: str, first: date, last: date) -> date | None:
    for year in sorted({first.year, last.year}):
        try:
            found = date(year, int(month), int(day))
        except ValueError:
            return None
        if first <= found <= last:
            return found
    return None


def _by_weeks(pieces: list[str], first: date, last: date) -> tuple[Part, ...] | None:
    """Read “Elec (2 wk) / NF (2 wk)”: the weeks must be those of the cell."""
    parts: list[Part] = []
    for piece in pieces:
        match = LONG.fullmatch(piece)
        if match is None:
            return None
        begins = parts[-1].last + timedelta(days=1) if parts else first
        parts.append(Part(match.group(1), begins, begins + timedelta(weeks=int(match.group(2)), days=-1)))
    return tuple(parts) if _fill(parts, first, last) else None


def _fill(parts: list[Part], first: date, last: date) -> bool:
    if not parts or parts[0].first != first or parts[-1].last != last:
        return False
    follow = itertools.pairwise(parts)
    return all(after.first - before.last == timedelta(days=1) for before, after in follow)
