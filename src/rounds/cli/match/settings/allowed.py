"""What may stand for a field of a sheet: in words, and whether a text does."""

from __future__ import annotations

import datetime
from typing import Any

from rounds.cli.match.settings.fields import refuse
from rounds.sheets import Kind, Target
from rounds.sheets.cells.dates import Dates
from rounds.sheets.cells.names import DEGREE, PART_OF_NAME
from rounds.sheets.cells.values import parse

DAY = "a day such as 2026-07-01"
OF_KIND = {
    Kind.DATE: DAY,
    Kind.DAY_PARTS: "days with parts of them, such as “Mon am, Thu evening”, or “varies”",
    Kind.YES_NO: "yes or no",
    Kind.EMAIL: "an address such as ann@example.org",
    Kind.NPI: "ten digits of which the last one checks the others",
    Kind.ORCID: "16 digits of which the last one checks the others",
    Kind.FULL_NAME: "a name written as Last, First",
}


def may_be(target: Target) -> str:
    """Say what a field takes, with its words or its range."""
    if target.kind in (Kind.INTEGER, Kind.NUMBER, Kind.PGY):
        number = "a number" if target.kind is Kind.NUMBER else "a whole number"
        low, high = target.minimum, target.maximum
        return number if low is None or high is None else f"{number} from {low} to {high}"
    if target.choices and not target.open:
        words = ", ".join(target.labels)
        several = " (several with + between them)" if target.kind is Kind.CHOICES else ""
        return f"one of {words}{several}"
    return OF_KIND.get(target.kind, "a text")


def written(value: Any, be: str) -> str:
    """Return a value of a settings file as somebody would write it into a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise refuse(be)


def read_default(target: Target, value: Any, today: datetime.date) -> str:
    """Return the text of a default, or raise what it must be."""
    be = may_be(target)
    said = written(value, be)
    if parse(target, said, Dates(today, {"": "mdy"})).problems:
        raise refuse(be, tuple(target.labels))
    return said


def read_meaning(target: Target, value: Any, today: datetime.date) -> str | None:
    """Return what a word of the sheet means, None to leave it empty, or raise what it must be."""
    if value == "":
        return None
    if target.kind is Kind.FAMILY or (target.kind is Kind.FULL_NAME and "," not in str(value)):
        if value not in (DEGREE, PART_OF_NAME):
            raise refuse(f"{DEGREE} or {PART_OF_NAME}", (DEGREE, PART_OF_NAME))
        return str(value)
    be = may_be(target)
    if target.choices:
        keys = str(value).split("+") if target.kind is Kind.CHOICES else [value]
        if not isinstance(value, str) or (not target.open and not set(keys) <= set(target.labels)):
            raise refuse(f"{be}, or “” to leave it empty", tuple(target.labels))
        return value
    return read_default(target, value, today)
