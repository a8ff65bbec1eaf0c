"""Days as people write them: a coarse one stays coarse, a fiscal year is none."""

from __future__ import annotations

import re
from datetime import date

from rounds.integrations.histories.values.lines import EARLIEST
from rounds.sheets.cells.dates import Dates, month_of, parse_date

FISCAL = re.compile(r"(?:fy|ay)\W?\d{2,4}|\d{4}\s?[-/–]\s?\d{2}", re.IGNORECASE)
YEAR, MONTH = re.compile(r"(?:19|20)\d\d"), re.compile(r"((?:19|20)\d\d)[-/](\d{1,2})")
MONTH_NAMED = re.compile(r"([a-z]{3,9})\.?,? ((?:19|20)\d\d)", re.IGNORECASE)


def day_of(text: str, dates: Dates) -> tuple[date, str] | str:
    """Return a day and how well it is known; else why there is none, "" for a blank cell."""
    text = text.strip()
    if not text:
        return ""
    found = _coarse(text) or _exact(text, dates)
    if isinstance(found, str):
        return found
    if found[0] > dates.today:
        return "future"
    return found if found[0] >= EARLIEST else "date"


def _coarse(text: str) -> tuple[date, str] | str | None:
    """Return a month or a year, or that it is a fiscal year; None for anything else."""
    if YEAR.fullmatch(text):
        return date(int(text), 1, 1), "year"
    month, named = MONTH.fullmatch(text), MONTH_NAMED.fullmatch(text)
    if month and 1 <= int(month[2]) <= 12:
        return date(int(month[1]), int(month[2]), 1), "month"
    if named and month_of(named[1]):
        return date(int(named[2]), month_of(named[1]), 1), "month"
    return "fiscal" if FISCAL.fullmatch(text) else None


def _exact(text: str, dates: Dates) -> tuple[date, str] | str:
    parsed = parse_date(text, dates, back=80, ahead=80)
    if parsed.problem or parsed.value is None:
        return "two_ways" if parsed.problem == "date_order" else "date"
    return parsed.value, "day"
