"""Read one cell as one kind of value, or say why it can't. It never guesses: a guess is only proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rounds.sheets.cells.dates import Dates, parse_date
from rounds.sheets.cells.day_parts import read_day_parts
from rounds.sheets.cells.names import Split, Tails, clean_family, clean_given, split_name
from rounds.sheets.cells.parsed import NOTHING, Parsed
from rounds.sheets.cells.several_values import BLANK, read_choice, read_list, read_people, unique
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
from rounds.sheets.text import answer_key, clean, fold

CELL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "########"}


def parse(target: Target, raw: str, dates: Dates, answers: Mapping[str, Any] | None = None) -> Parsed:
    """Read `raw` as the target wants it. `answers` (folded text -> value or None) come before all rules."""
    text = clean(raw)
    answers = answers or {}
    if text.upper() in CELL_ERRORS:
        return Parsed(problem="error_cell")
    if (key := answer_key(text)) in answers:
        return _answered(target, answers[key], dates)
    if text.lower() in BLANK:
        return NOTHING
    if len(text) > target.longest:
        return Parsed(problem="too_long")
    if target.kind is Kind.DATE:
        return parse_date(text, dates, back=target.years_back, ahead=target.years_ahead)
    if target.kind in ANSWERED_BY_PIECE:
        return ANSWERED_BY_PIECE[target.kind](target, text, answers)
    return READERS[target.kind](target, text)


def _answered(target: Target, answer: Any, dates: Dates) -> Parsed:
    if answer is None:
        return NOTHING
    if target.kind is Kind.CHOICES:
        return Parsed(tuple(str(answer).split("+")))
    if target.kind is Kind.CHOICE:
        return Parsed(answer) if answer in target.labels else Parsed(problem="choice")
    if target.kind is Kind.FULL_NAME and (name := _typed_name(str(answer))):
        return Parsed(name)
    typed = Dates(dates.today, {"": dates.order_of("") or "mdy"})
    return parse(replace(target, years_ahead=max(target.years_ahead, 20)), str(answer), typed)


def _typed_name(answer: str) -> tuple[str, str] | None:
    """Return (first, last) of what somebody typed as Last, First: it is taken as it stands."""
    last, comma, first = (part.strip() for part in answer.partition(","))
    return (first, last) if comma and first and last and "," not in first else None


def _people(target: Target, text: str, answers: Mapping[str, Any]) -> Parsed:
    parsed = read_people(target, text)
    if parsed.value and answers:
        said = [answers.get(fold(name), name) for name in parsed.value]
        return Parsed(unique(str(name) for name in said if name is not None) or None)
    return parsed


def _of_split(split: Split) -> Parsed:
    return Parsed(split.name, split.problem, split.suggestion, split.part)


def _one_name(split: Split) -> Parsed:
    return Parsed(split.name[0]) if split.name else _of_split(split)


def _tails(answers: Mapping[str, Any]) -> Tails:
    return {word: str(said) for word, said in answers.items()}


ANSWERED_BY_PIECE: dict[Kind, Callable[[Target, str, Mapping[str, Any]], Parsed]] = {
    Kind.CHOICES: read_list,
    Kind.LIST: read_list,
    Kind.PEOPLE: _people,
    Kind.DAY_PARTS: lambda target, text, answers: read_day_parts(text, answers),
    Kind.FULL_NAME: lambda target, text, answers: _of_split(split_name(text, _tails(answers))),
    Kind.GIVEN: lambda target, text, answers: _one_name(clean_given(text, _tails(answers))),
    Kind.FAMILY: lambda target, text, answers: _one_name(clean_family(text, _tails(answers))),
}
READERS: dict[Kind, Callable[[Target, str], Parsed]] = {
    Kind.TEXT: lambda target, text: Parsed(text),
    Kind.PERSON: lambda target, text: Parsed(text),
    Kind.EMAIL: read_email,
    Kind.ID: read_id,
    Kind.NPI: read_npi,
    Kind.ORCID: read_orcid,
    Kind.PGY: read_pgy,
    Kind.INTEGER: read_integer,
    Kind.NUMBER: read_number,
    Kind.YES_NO: read_yes_no,
    Kind.CHOICE: read_choice,
}
