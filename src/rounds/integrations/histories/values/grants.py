"""Reading NIH RePORTER: a row a project and year, of which one event is new, the first award; a fiscal year is no day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from rounds.integrations.histories.values.lines import EARLIEST, WHO, Line, Read
from rounds.sheets import Row, Sheet
from rounds.sheets.text import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    **WHO,
    "core": ("core project number", "core project num"),
    "number": ("project number", "full project num", "project num"),
    "type": ("type", "application type"),
    "title": ("project title",),
    "part": ("subproject number", "subproject id", "sub project id"),
    "noticed": ("award notice date",),
    "begun": ("project start date", "project start"),
}
# type, activity and serial number, year of support, suffix: 5R01CA123456-03S1
NUMBER = re.compile(r"(\d?)\s*([A-Z][A-Z0-9]\d[A-Z]{2}\d{6})(?:-\d+\S*)?", re.IGNORECASE)
NEW = "1"
DAYS = ("%m/%d/%Y", "%Y-%m-%d", "%d-%b-%Y", "%m/%d/%y")


def place_of_grants(sheet: Sheet) -> int | None:
    """Return which line holds the names of a RePORTER file's columns, None for another sheet."""
    for number, row in enumerate(sheet.rows[:20]):
        found = _columns(row)
        if found.keys() & {"core", "number"} and found.keys() & {"noticed", "begun"}:
            return number
    return None


def read_grants(sheet: Sheet, place: int, today: date) -> Read:
    """Read who was awarded what for the first time. Continuations, supplements and subprojects are no award of their own."""
    found, columns = Read(), _columns(sheet.rows[place])
    body = [row for row in sheet.rows[place + 1 :] if any(value.strip() for value in row.values)]
    found.rows = len(body)
    if not columns.keys() & WHO.keys():
        found.problem = "investigators"
        return found
    projects: dict[tuple[tuple[tuple[str, str], ...], str], list[Row]] = {}
    for row in body:
        who = tuple((key, row.at(columns[key]).strip()) for key in WHO if key in columns)
        who = tuple((key, value) for key, value in who if value)
        core, _kind = _number(row, columns)
        if not core:
            found.wrong.append((row.number, "number", "project", _cell(row, columns, "number")))
        elif not who:
            found.wrong.append((row.number, "", "nobody", ""))
        elif not _cell(row, columns, "part"):
            projects.setdefault((who, core), []).append(row)
    for project, rows in projects.items():
        _read_project(project, rows, columns, today, found)
    return found


def _read_project(
    project: tuple[tuple[tuple[str, str], ...], str],
    rows: Sequence[Row],
    columns: Mapping[str, int],
    today: date,
    found: Read,
) -> None:
    who, core = project
    new = [row for row in rows if _number(row, columns)[1] == NEW]
    if not new:
        found.wrong.append((rows[0].number, "number", "no_first", core))
        return
    dated = [(day, row) for row in new if (day := _day_of(row, columns)) is not None]
    if not dated:
        found.wrong.append((new[0].number, "noticed", "no_day", core))
        return
    day, row = min(dated, key=lambda one: (one[0], one[1].number))
    if day > today or day < EARLIEST:
        found.wrong.append((row.number, "noticed", "future" if day > today else "date", day.isoformat()))
        return
    words = f"{core}: {' '.join(_cell(row, columns, 'title').split())}"[:200].rstrip(": ")
    key = f"{who[0][1].casefold()}:nih:{core}"[:120]
    found.lines.append(Line(row.number, who, "grant_awarded", day, "day", details=words, key=key))


def _number(row: Row, columns: Mapping[str, int]) -> tuple[str, str]:
    """Return a row's core number and the type of its application."""
    found = NUMBER.fullmatch(_cell(row, columns, "number").replace(" ", ""))
    core = _cell(row, columns, "core").upper() or (found[2].upper() if found else "")
    return core, _cell(row, columns, "type") or (found[1] if found else "")


def _day_of(row: Row, columns: Mapping[str, int]) -> date | None:
    """Return the day of the notice of award, else the first day of the project."""
    for name in ("noticed", "begun"):
        text = _cell(row, columns, name).split(" ")[0].split("T")[0]
        for shape in DAYS:
            try:
                return datetime.strptime(text, shape).date()  # noqa: DTZ007 -- a day, in no zone
            except ValueError:
                continue
    return None


def _cell(row: Row, columns: Mapping[str, int], name: str) -> str:
    return row.at(columns[name]).strip() if name in columns else ""


def _columns(row: Row) -> dict[str, int]:
    names = [fold(value.replace("_", " ")) for value in row.values]
    found = {}
    for key, words in COLUMNS.items():
        place = next((n for n, name in enumerate(names) if name in map(fold, words)), None)
        if place is not None:
            found[key] = place
    return found
