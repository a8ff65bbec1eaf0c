"""Read dates; one that can be read two ways, or that lies far from today, is asked, never guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rounds.sheets.cells.parsed import Parsed
from rounds.sheets.text import clean

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
TIME = (
    r"(?:[ T,]+(\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?)(?: ?(?:Z|[A-Z]{2,4}|[+-]\d\d:?\d\d))?)?"
)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
YEAR = r"'?(\d{4}|\d{2})"
ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + TIME, re.IGNORECASE)
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
NUMERIC_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})" + TIME, re.IGNORECASE)
DAY_FIRST = re.compile(
    WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[ \-./]*(?:of )?([a-z]{3,9})\.?[ \-.,/]*" + YEAR + TIME,
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    WEEKDAY + r"([a-z]{3,9})\.?[ \-](\d{1,2})(?:st|nd|rd|th)?(?:, ?| )" + YEAR + TIME, re.IGNORECASE
)
YEAR_FIRST = re.compile(r"(\d{4})[ \-./]([a-z]{3,9})\.?[ \-./](\d{1,2})" + TIME, re.IGNORECASE)
MONTH_ALONE = re.compile(r"([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE)
DAYS = (ISO, NUMERIC_DATE, DAY_FIRST, MONTH_FIRST, YEAR_FIRST, COMPACT)
SERIAL = re.compile(r"[34567]\d{4}")
MIDNIGHT = re.compile(r"(?:0?0|12):00(?::00(?:\.0+)?)?(?: ?am)?", re.IGNORECASE)
# whoever began longer ago than this is asked about when the year has two digits alone
LONG_CAREER = 50
Order = str  # "mdy", "dmy" or ""


@dataclass(frozen=True, slots=True)
class Dates:
    """What dates are read with: the day it is, and whether month or day comes first in 3/4, by separator or ("") everywhere."""

    today: datetime.date
    order: Mapping[str, Order] = field(default_factory=dict)

    def order_of(self, separator: str) -> Order:
        return self.order.get("") or self.order.get(separator, "")


def parse_date(text: str, dates: Dates, *, back: int = 80, ahead: int = 80) -> Parsed:
    """Read a date that lies at most so many years before or after today.

    03/04/2026 is read only when it is known which number is the month; 6/15/99 in the century that is near.
    """
    found = _parts(text, dates)
    if isinstance(found, Parsed):
        return found
    year_text, month, day = found
    year = int(year_text)
    if len(year_text) == 2:
        year = near_year(year, dates.today, ahead)
    try:
        day_found = datetime.date(year, month, day)
    except ValueError:
        return Parsed(problem="date")
    if not dates.today.year - back <= year or day_found > _years_after(dates.today, ahead):
        return Parsed(problem="far_date")
    if len(year_text) == 2 and year < dates.today.year - LONG_CAREER:
        return Parsed(problem="far_date", suggestion=day_found.isoformat())
    return Parsed(day_found)


def near_year(two_digits: int, today: datetime.date, ahead: int) -> int:
    """Return the year that two digits mean: the latest one that is not further ahead than allowed."""
    year = today.year // 100 * 100 + 100 + two_digits
    while year > today.year + min(ahead, 20):
        year -= 100
    return year


def _years_after(day: datetime.date, years: int) -> datetime.date:
    return datetime.date(min(day.year + years, datetime.MAXYEAR), day.month, min(day.day, 28))


def _parts(text: str, dates: Dates) -> tuple[str, int, int] | Parsed:
    """Return year as written, month and day, or why there are none."""
    if match := ISO.fullmatch(text):
        return match.group(1), int(match.group(3)), int(match.group(4))
    if match := COMPACT.fullmatch(text):
        return match.group(1), int(match.group(2)), int(match.group(3))
    if match := NUMERIC_DATE.fullmatch(text):
        return _numeric(match, dates)
    for pattern, year_at, month_at, day_at in (
        (DAY_FIRST, 3, 2, 1),
        (MONTH_FIRST, 3, 1, 2),
        (YEAR_FIRST, 1, 2, 3),
    ):
        if (match := pattern.fullmatch(text)) and (month := month_of(match.group(month_at))):
            return match.group(year_at), month, int(match.group(day_at))
    if (match := MONTH_ALONE.fullmatch(text)) and (month := month_of(match.group(1))):
        return Parsed(problem="date", suggestion=f"{match.group(2)}-{month:02}-01")
    if SERIAL.fullmatch(text):  # a date that lost its format
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text))
        return Parsed(problem="date", suggestion=day.isoformat())
    return Parsed(problem="date")


def _numeric(match: re.Match[str], dates: Dates) -> tuple[str, int, int] | Parsed:
    first, second, year = int(match.group(1)), int(match.group(3)), match.group(4)
    order = dates.order_of(match.group(2))
    if first == second or second > 12 >= first or (order == "mdy" and first <= 12):
        return year, first, second
    if first > 12 >= second or order == "dmy":
        return year, second, first
    return Parsed(problem="date_order") if first <= 12 else Parsed(problem="date")


def month_of(name: str) -> int:
    """Return the number of a month by its name or the beginning of it; 0 for another word."""
    name = "sep" if name.lower() == "sept" else name.lower()
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)


def date_order(texts: Iterable[str]) -> dict[str, Order]:
    """Tell by separator whether month or day comes first, from dates that can be read one way only."""
    seen: dict[str, set[Order]] = {}
    for text in texts:
        if match := NUMERIC_DATE.fullmatch(clean(text)):
            first, second = int(match.group(1)), int(match.group(3))
            if second > 12 >= first:
                seen.setdefault(match.group(2), set()).add("mdy")
            elif first > 12 >= second:
                seen.setdefault(match.group(2), set()).add("dmy")
    return {separator: orders.pop() for separator, orders in seen.items() if len(orders) == 1}


def is_moment(text: str) -> bool:
    """Tell whether a text says a time of the day beside a date: when something was filled in, not a day."""
    if ":" not in text:
        return False
    for pattern in (ISO, NUMERIC_DATE, DAY_FIRST, MONTH_FIRST, YEAR_FIRST):
        if match := pattern.fullmatch(text):
            time = match.group(match.re.groups)
            return bool(time) and not MIDNIGHT.fullmatch(time)
    return False
