"""Reading a sheet: who by which identifier, what happened, when; a coarse day stays coarse, a fiscal year is no day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rounds.integrations.histories.values.days import Dates, day_of
from rounds.integrations.histories.values.grants import place_of_grants, read_grants
from rounds.integrations.histories.values.lines import NAMES, WHO, Line, Read
from rounds.sheets import Row, Sheet
from rounds.sheets.cells.dates import date_order
from rounds.sheets.text import fold

WHEN: Mapping[str, tuple[str, ...]] = {
    "hired": (
        *("hired on", "hire date", "hire dt", "date of hire", "original hire date", "first day", "hired"),
        *(
            "appointed on",
            "appointment date",
            "appointment start date",
            "appt start",
            "start date",
            "start dt",
        ),
        *("date hired", "join date", "joining date", "entry date", "employment start date"),
        *("current hire date", "last hire date", "faculty appointment date"),
    ),
    "left": (
        *("left on", "last day", "last day of work", "last day worked", "left", "leave date", "leaving date"),
        *("termination date", "termination dt", "term date", "term dt", "separation date", "separated on"),
        *(
            "end date",
            "end dt",
            "appointment end date",
            "appt end",
            "exit date",
            "date left",
            "resignation date",
        ),
        *("employment end date", "date of termination", "date of separation"),
    ),
    "on": (
        *("date", "on", "effective date", "effective on", "eff date", "effdt", "event date", "when", "day"),
        *(
            "action date",
            "promotion date",
            "award date",
            "date awarded",
            "date of award",
            "term start",
            "as of",
        ),
    ),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "what": (
        *(
            "what",
            "event",
            "event type",
            "action",
            "action type",
            "personnel action",
            "outcome",
            "kind",
            "type",
        ),
        *("business process", "transaction", "transaction type", "category", "activity", "achievement"),
    ),
    "why": (
        *("reason", "why", "termination reason", "separation reason", "reason for leaving", "leaving reason"),
        *("primary termination reason", "term reason", "action reason", "exit reason", "reason code"),
        *("reason for termination", "reason for separation", "departure reason"),
    ),
    "details": (
        *(
            "details",
            "rank",
            "title",
            "academic rank",
            "new rank",
            "rank after",
            "faculty rank",
            "proposed rank",
        ),
        *(
            "committee",
            "committee name",
            "description",
            "in words",
            "job title",
            "position title",
            "position",
        ),
        *("new title", "business title", "award name", "name of award", "project title", "comments", "notes"),
    ),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "appointment": ("appointment", "appointed", "hire", "hired", "new hire"),
    "promotion": ("promotion", "promoted", "rank change"),
    "role": ("role", "leadership role", "chief", "chair", "director"),
    "seat": ("seat", "committee", "committee seat", "board seat", "board"),
    "grant_submitted": ("grant submitted", "submission", "application"),
    "grant_awarded": ("grant", "grant awarded", "awarded", "award of grant"),
    "qi_submitted": ("qi submitted", "quality project submitted", "quality project"),
    "qi_completed": ("qi completed", "quality project completed"),
    "publication": ("publication", "paper", "article"),
    "credential": ("credential", "degree", "certificate", "halm", "fache", "cpe"),
    "award": ("award", "prize", "honor"),
    "talk": ("talk", "lecture", "presentation"),
    "departure": ("departure", "left", "termination", "separation"),
    "return": ("return", "rehire", "rehired", "came back"),
}
WHYS: Mapping[str, tuple[str, ...]] = {
    "other_post": ("other post", "another post", "other job", "new position", "resigned", "resignation"),
    "training_ended": ("end of training", "training ended", "graduated", "completed training"),
    "retired": ("retired", "retirement"),
    "private": ("private", "personal", "family", "relocation"),
    "not_renewed": ("not renewed", "non-renewal", "contract ended"),
    "death": ("death", "died", "deceased"),
}


def read_history(sheet: Sheet, today: date) -> Read:
    """Read a sheet of either layout: a row a person with first and last day, or a row an outcome."""
    found = Read()
    grants = place_of_grants(sheet)
    if grants is not None:
        return replace(read_grants(sheet, grants, today), is_public=True)
    place = next((n for n, row in enumerate(sheet.rows[:20]) if _columns(row).keys() & WHO.keys()), None)
    if place is None:
        named = any({fold(value) for value in row.values} & set(map(fold, NAMES)) for row in sheet.rows[:20])
        found.problem = "names" if named else "header"
        return found
    columns = _of_outcomes(_columns(sheet.rows[place]))
    body = [row for row in sheet.rows[place + 1 :] if any(value.strip() for value in row.values)]
    found.rows = len(body)
    if not columns.keys() & {"hired", "left"} and not {"what", "on"} <= columns.keys():
        found.problem = "layout"
        return found
    is_history = "left" in columns
    if columns.keys() & {"hired", "left"} and not is_history:
        found.problem = "survivors"
        return found
    days = [row.at(columns[name]) for row in body for name in ("hired", "left", "on") if name in columns]
    dates = Dates(today, date_order(days))
    for row in body:
        _read_row(row, columns, dates, found)
    return found


def _columns(row: Row) -> dict[str, int]:
    """Return where each thing stands, by the names of a line of heads."""
    found: dict[str, int] = {}
    names = [fold(value) for value in row.values]
    for group in (WHO, WHEN, WORDS):
        for key, words in group.items():
            place = next((n for n, name in enumerate(names) if name in map(fold, words)), None)
            if place is not None:
                found[key] = place
    return found


def _of_outcomes(columns: dict[str, int]) -> dict[str, int]:
    """Return the columns of a sheet that says what happened: a first day is then the day of that, no appointment."""
    found = dict(columns)
    if "what" in found and "on" not in found and "hired" in found:
        found["on"] = found.pop("hired")
        found.pop("left", None)
    elif {"what", "on"} <= found.keys() and "left" not in found:
        found.pop("hired", None)
    return found


def _read_row(row: Row, columns: Mapping[str, int], dates: Dates, found: Read) -> None:
    who = tuple((key, row.at(columns[key]).strip()) for key in WHO if key in columns)
    who = tuple((key, value) for key, value in who if value)
    if not who:
        found.wrong.append((row.number, "", "nobody", ""))
        return
    details = row.at(columns["details"]).strip()[:200] if "details" in columns else ""
    why = _word(row.at(columns["why"]), WHYS, "not_said") if "why" in columns else "not_said"
    kinds = list(_kinds(row, columns, found))
    before = len(found.lines)
    for name, kind in kinds:
        day = day_of(row.at(columns[name]), dates)
        if isinstance(day, str):
            if day:
                found.wrong.append((row.number, name, day, row.at(columns[name]).strip()))
            continue
        own = "" if kind == "departure" and "what" not in columns else details
        on, precision = day
        found.lines.append(
            Line(row.number, who, kind, on, precision, why if kind == "departure" else "", own)
        )
    if "left" in columns:
        left = next((one.on for one in found.lines[before:] if one.kind == "departure"), None)
        is_said = bool(row.at(columns["left"]).strip())
        found.ends.append(left)
        if not is_said:
            found.here.append(who)


def _kinds(row: Row, columns: Mapping[str, int], found: Read) -> Iterator[tuple[str, str]]:
    """Yield which columns hold a day of what."""
    if "hired" in columns:
        yield "hired", "appointment"
    if "left" in columns:
        yield "left", "departure"
    if "what" in columns and "on" in columns:
        text = row.at(columns["what"])
        kind = _word(text, KINDS, "")
        if kind:
            yield "on", kind
        elif text.strip():
            found.wrong.append((row.number, "what", "what", text.strip()))


def _word(text: str, known: Mapping[str, Sequence[str]], other: str) -> str:
    said = fold(text)
    exact = next(
        (
            key
            for key, words in known.items()
            if said in map(fold, words) or said == fold(key.replace("_", " "))
        ),
        "",
    )
    return exact or other
