"""Read dates; one that can be read two ways is asked, never guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from rounds.sheets.cells.parsed import Parsed
from rounds.sheets.text import clean

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
NUMERIC_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,]+\d{1,2}:\d\d.*)?")
NAMED_DATE = re.compile(
    r"(?:\w{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ \-./]+([A-Za-z]{3,9})[ \-.,/]+(\d{4})|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
Order = str  # "mdy", "dmy" or ""


def parse_date(text: str, order: Order) -> Parsed:
    """Read a date. 03/04/2026 is read only when `order` says which number is the month."""
    if match := ISO.fullmatch(text):
        return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match := NUMERIC_DATE.fullmatch(text):
        first, second = int(match.group(1)), int(match.group(3))
        year = int(match.group(4)) + (2000 if len(match.group(4)) == 2 else 0)
        if first == second or second > 12 >= first:
            return _date(year, first, second)
        if first > 12 >= second:
            return _date(year, second, first)
        if order == "mdy":
            return _date(year, first, second)
        if order == "dmy":
            return _date(year, second, first)
        return Parsed(problem="date_order")
    if match := NAMED_DATE.fullmatch(text):
        day, month, year_text = (
            (match.group(1), match.group(2), match.group(3))
            if match.group(1)
            else (match.group(5), match.group(4), match.group(6))
        )
        if number := MONTHS.get(month[:3].lower()):
            return _date(int(year_text), number, int(day))
    if re.fullmatch(r"[34567]\d{4}", text):  # a date that lost its format
        return Parsed(
            problem="date",
            suggestion=(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text))).isoformat(),
        )
    return Parsed(problem="date")


def _date(year: int, month: int, day: int) -> Parsed:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return Parsed(problem="date")
    return Parsed(found) if 1950 <= year <= 2100 else Parsed(problem="date")


def date_order(texts: Iterable[str]) -> Order:
    """Tell whether month or day comes first, from dates that can be read one way only. "" when they don't say."""
    seen = set()
    for text in texts:
        if match := NUMERIC_DATE.fullmatch(clean(text)):
            first, second = int(match.group(1)), int(match.group(3))
            if second > 12 >= first:
                seen.add("mdy")
            elif first > 12 >= second:
                seen.add("dmy")
    return seen.pop() if len(seen) == 1 else ""
