"""A schedule with a line for each rotation: who, what, from when, until when or for how many weeks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from rounds.sheets.cells.dates import Dates, date_order, parse_date
from rounds.sheets.reading.model import Row, Sheet, address
from rounds.sheets.schedules.model import Entry, Laid, LeftOut, Part
from rounds.sheets.text import clean, fold

PERSON_HEADS: Final = {"resident", "name", "person", "trainee", "resident name", "fellow"}
EMAIL_HEADS: Final = {"email", "e mail", "email address", "e mail address"}
HEADS: Final = {
    "person": PERSON_HEADS,
    "email": EMAIL_HEADS,
    "word": {"rotation", "service", "assignment", "rotation name"},
    "first": {"start date", "start", "begins", "from", "first day", "begin"},
    "last": {"end date", "end", "ends", "to", "until", "last day"},
    "weeks": {"weeks", "wks", "number of weeks"},
    "site": {"site", "location", "hospital", "campus"},
}
LOOK_AT: Final = 8
WEEKS: Final = re.compile(r"(\d{1,2})\s*(?:wks?|weeks?)?\.?", re.IGNORECASE)


def heads_of(row: Row) -> dict[str, int]:
    """Return which column of a line of headings holds what."""
    folded = [fold(value) for value in row.values]
    places = {
        key: next((at for at, head in enumerate(folded) if head in heads), None)
        for key, heads in HEADS.items()
    }
    return {key: at for key, at in places.items() if at is not None}


def find_list(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the number of the line of headings and its columns, None for another layout."""
    for row in sheet.rows[:LOOK_AT]:
        heads = heads_of(row)
        if (
            {"word", "first"} <= set(heads)
            and {"person", "email"} & set(heads)
            and {"last", "weeks"} & set(heads)
        ):
            return row.number, heads
    return None


def lay_list(sheet: Sheet, header: int, heads: dict[str, int], today: date) -> Laid:
    """Return an entry for each line below the headings."""
    laid = Laid()
    body = [row for row in sheet.rows if row.number > header]
    days = [row.at(heads[key]) for row in body for key in ("first", "last") if key in heads]
    dates = Dates(today, date_order(days))
    seen: set[tuple[str, ...]] = set()
    for row in body:
        cell, word = address(row.number, heads["word"]), clean(row.at(heads["word"]))
        if row.values in seen:
            laid.left_out.append(LeftOut(cell, word, "repeated"))
            continue
        seen.add(row.values)
        name, email = (clean(row.at(heads[key])) if key in heads else "" for key in ("person", "email"))
        if not word or not (name or email):
            laid.left_out.append(LeftOut(cell, " | ".join(filter(None, map(clean, row.values))), "nobody"))
            continue
        found = _days(row, heads, dates)
        parts = (Part(word, *found),) if found else None
        text = " | ".join(clean(value) for value in row.values if clean(value))
        laid.entries.append(
            Entry(
                cell,
                row.number,
                name,
                text,
                parts,
                "when",
                email,
                who_key=f"{name or email} (line {row.number})",
                site=clean(row.at(heads["site"])) if "site" in heads else "",
            )
        )
    return laid


def _days(row: Row, heads: dict[str, int], dates: Dates) -> tuple[date, date] | None:
    """Return first and last day of a line; None where one is missing, unclear, or before the other."""
    first = parse_date(clean(row.at(heads["first"])), dates).value
    if first is None:
        return None
    if "last" in heads and clean(row.at(heads["last"])):
        last = parse_date(clean(row.at(heads["last"])), dates).value
    else:
        weeks = WEEKS.fullmatch(clean(row.at(heads["weeks"]))) if "weeks" in heads else None
        last = first + timedelta(weeks=int(weeks.group(1)), days=-1) if weeks else None
    return (first, last) if last is not None and last >= first else None
