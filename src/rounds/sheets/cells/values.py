"""Read one cell as one kind of value, or say why it can't. It never guesses: a guess is only proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rounds.sheets.cells.dates import Order, parse_date
from rounds.sheets.cells.names import split_name
from rounds.sheets.cells.parsed import NOTHING, Parsed
from rounds.sheets.cells.several_values import (
    BLANK,
    read_choice,
    read_day_parts,
    read_list,
    read_people,
    unique,
)
from rounds.sheets.cells.single_values import (
    read_email,
    read_id,
    read_integer,
    read_npi,
    read_number,
    read_orcid,
    read_pgy,
    read_yes_no,
)
from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.text import clean, fold

CELL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "########"}


def parse(target: Target, raw: str, *, order: Order = "", answers: Mapping[str, Any] | None = None) -> Parsed:
    """Read `raw` as the target wants it. `answers` (folded text -> value or None) come before all rules."""
    text = clean(raw)
    if text.upper() in CELL_ERRORS:
        return Parsed(problem="error_cell")
    if answers and (answered := answers.get(fold(text), NOTHING)) is not NOTHING:
        return _answered(target, answered)
    if text.lower() in BLANK:
        return NOTHING
    if len(text) > target.longest:
        return Parsed(problem="too_long")
    if target.kind is Kind.DATE:
        return parse_date(text, order)
    if target.kind in (Kind.CHOICES, Kind.LIST):
        return read_list(target, text, answers or {})
    parsed = READERS[target.kind](target, text)
    if target.kind is Kind.PEOPLE and parsed.value and answers:
        said = [answers.get(fold(name), name) for name in parsed.value]
        return Parsed(unique(str(name) for name in said if name is not None) or None)
    return parsed


def _answered(target: Target, answer: Any) -> Parsed:
    if answer is None:
        return NOTHING
    if target.kind is Kind.CHOICES:
        return Parsed(tuple(str(answer).split("+")))
    if target.kind is Kind.CHOICE:
        return Parsed(answer) if answer in target.labels else Parsed(problem="choice")
    return parse(target, str(answer), order="mdy")


def _text(target: Target, text: str) -> Parsed:
    return Parsed(text)


def _full_name(target: Target, text: str) -> Parsed:
    split = split_name(text)
    return Parsed(split.name, split.problem, split.suggestion)


READERS: dict[Kind, Callable[[Target, str], Parsed]] = {
    Kind.TEXT: _text,
    Kind.PERSON: _text,
    Kind.FULL_NAME: _full_name,
    Kind.PEOPLE: read_people,
    Kind.EMAIL: read_email,
    Kind.ID: read_id,
    Kind.NPI: read_npi,
    Kind.ORCID: read_orcid,
    Kind.PGY: read_pgy,
    Kind.INTEGER: read_integer,
    Kind.NUMBER: read_number,
    Kind.YES_NO: read_yes_no,
    Kind.CHOICE: read_choice,
    Kind.DAY_PARTS: read_day_parts,
}
