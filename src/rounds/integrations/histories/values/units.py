"""Reading a sheet of units: a row a month, with what was counted and of how much. No row is a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rounds.core.dates import months_after
from rounds.core.reading import read_number
from rounds.integrations.histories.values.days import Dates, day_of
from rounds.integrations.histories.values.lines import WHO, MonthLine, Read
from rounds.sheets import Row, Sheet
from rounds.sheets.cells.dates import date_order
from rounds.sheets.text import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "nursing unit", "hospital unit", "ward", "unit name", "location", "clinic"),
    "indicator": ("indicator", "measure", "metric", "safety indicator", "what", "event type"),
    "month": ("month", "period", "reporting month", "year month", "month start", "date"),
    "count": ("count", "numerator", "events", "number of events", "cases counted", "n"),
    "per": ("per", "rate per"),
    "baseline": ("baseline", "is baseline"),
    "note": ("note", "notes", "comment", "annotation"),
}
# what a count is divided by, by the name of its column; a plain name says nothing of what
SIZES: Mapping[str, tuple[str, ...]] = {
    "": ("denominator", "size", "of"),
    "patient days": ("patient days", "patient-days", "bed days", "occupied bed days"),
    "device days": ("device days", "device-days", "line days", "central line days", "catheter days"),
    "cases": ("cases", "procedures", "operations", "discharges", "admissions", "visits"),
    "opportunities": ("opportunities", "observations", "audits"),
}
DAYS, OTHERS = 1_000, 100  # a rate of days is told for a thousand, of anything else for a hundred
YES = ("yes", "y", "1", "true", "x", "baseline")
LONGEST = 80
NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?", re.ASCII)


@dataclass(frozen=True)
class _Places:
    """Where each thing stands, and what months are divided by."""

    at: Mapping[str, int]
    size: int | None
    of: str


def read_units(sheet: Sheet, today: date) -> Read | None:
    """Read a sheet of units by month; None for one that has no such columns, or that names people."""
    for number, head in enumerate(sheet.rows[:20]):
        names = [fold(value) for value in head.values]
        at = _columns(names)
        if {"unit", "month", "count"} <= at.keys():
            return None if _names_people(names) else _read(sheet, number, _places(at, names), today)
    return None


def _names_people(names: list[str]) -> bool:
    known = {fold(word) for words in WHO.values() for word in words}
    return bool(known & set(names))


def _columns(names: list[str]) -> dict[str, int]:
    found = {}
    for key, words in COLUMNS.items():
        place = next((n for n, name in enumerate(names) if name in map(fold, words)), None)
        if place is not None:
            found[key] = place
    return found


def _places(at: Mapping[str, int], names: list[str]) -> _Places:
    for of, words in SIZES.items():
        place = next((n for n, name in enumerate(names) if name in map(fold, words)), None)
        if place is not None and place not in at.values():
            return _Places(at, place, of or "opportunities")
    return _Places(at, None, "")


def _read(sheet: Sheet, place: int, places: _Places, today: date) -> Read:
    body = [row for row in sheet.rows[place + 1 :] if any(value.strip() for value in row.values)]
    found = Read(rows=len(body), is_of_units=True)
    dates = Dates(today, date_order([_cell(row, places, "month") for row in body]))
    seen: dict[tuple[str, str, date], int] = {}
    for row in body:
        line = _line(row, places, dates)
        if isinstance(line, tuple):
            found.wrong.append((row.number, *line))
            continue
        key = (line.unit.casefold(), line.indicator.casefold(), line.month)
        if key in seen:
            found.wrong.append((row.number, "month", "month_twice", str(seen[key])))
            continue
        seen[key] = row.number
        found.months.append(line)
    return found


def _line(row: Row, places: _Places, dates: Dates) -> MonthLine | tuple[str, str, str]:
    """Return a month; else the column, the cause and the text of what is wrong."""
    unit, month = _cell(row, places, "unit"), _cell(row, places, "month")
    if not unit:
        return "unit", "no_unit", ""
    day = day_of(month, dates)
    if isinstance(day, str) or day[1] == "year":
        cause = day if isinstance(day, str) and day not in ("", "date") else "month"
        return "month", cause, month
    first = day[0].replace(day=1)
    if months_after(first, 1) > dates.today + timedelta(days=1):
        return "month", "month_runs", month
    count = _number(_cell(row, places, "count"))
    if count is None:
        return "count", "count", _cell(row, places, "count")
    size = None if places.size is None else _number(row.at(places.size).strip())
    if places.size is not None and not size:
        return "size", "size", row.at(places.size).strip()
    usual = 1 if places.size is None else DAYS if places.of.endswith("days") else OTHERS
    told = read_number(_cell(row, places, "per"), least=1, most=1_000_000)
    per = usual if told is None or places.size is None else told
    indicator = _cell(row, places, "indicator")[:LONGEST] or "Events"
    is_baseline = fold(_cell(row, places, "baseline")) in YES
    note = " ".join(_cell(row, places, "note").split())[:LONGEST]
    return MonthLine(
        row.number, unit[:LONGEST], indicator, places.of, per, first, count, size, is_baseline, note
    )


def _number(text: str) -> int | None:
    """Return a whole number, also as spreadsheets write it: 1,240 or 12.0."""
    hit = NUMBER.fullmatch(text.replace(" ", ""))
    return read_number(hit[1].replace(",", "")) if hit else None


def _cell(row: Row, places: _Places, name: str) -> str:
    return row.at(places.at[name]).strip() if name in places.at else ""
