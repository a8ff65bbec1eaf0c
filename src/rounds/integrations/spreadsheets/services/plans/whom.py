"""Whom a row means: the person whom its address and numbers surely name, somebody new, or a question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from rounds.integrations.spreadsheets.services.plans.known_people import KEYS, Known
from rounds.people.models import Person
from rounds.sheets import Problem, Record
from rounds.sheets.checking.identity import name_of

# What somebody answered, beside the id of a person.
NOBODY_HERE: Final = "new"


@dataclass(frozen=True)
class Meant:
    """Who is meant (None is somebody new) and what is left of the row, or why it has to be asked."""

    record: Record
    person_id: UUID | None = None
    problem: Problem | None = None


def whom_of(record: Record, known: Known, said: str) -> Meant:
    """Decide by address and numbers; where name and address differ, or two people are meant, by what somebody said."""
    matches = known.matches(record.values)
    people = list(dict.fromkeys(matches.values()))
    if said == NOBODY_HERE and people:
        return _somebody_new(record, matches)
    if said and (chosen := next((one for one in people if str(one) == said), None)):
        return Meant(_without(record, [key for key, one in matches.items() if one != chosen]), chosen)
    if not people:
        return Meant(record)
    if len(people) == 1 and known.is_surely(people[0], matches, name_of(record.values)):
        return Meant(record, people[0])
    return Meant(record, problem=_question(record, known, matches))


def _somebody_new(record: Record, matches: Mapping[str, UUID]) -> Meant:
    """Leave to a new person what does not belong to somebody else; without an address or number it waits for one."""
    left = _without(record, matches)
    if any(key in left.values for key, _column in KEYS):
        return Meant(left)
    key = next(iter(matches))
    place = record.cells.get(key, str(record.row))
    return Meant(left, problem=Problem("missing", key, record.row, place, record.label, keeps_out=True))


def _without(record: Record, keys: Any) -> Record:
    values = {key: value for key, value in record.values.items() if key not in set(keys)}
    return replace(record, values=values)


def _question(record: Record, known: Known, matches: Mapping[str, UUID]) -> Problem:
    """Ask who is meant: the words show the row, each of its keys, and whom that belongs to here."""
    key = next(iter(matches))
    people = dict.fromkeys(matches.values())
    options = [(str(one), described(known.people.get(one))) for one in people]
    shown = ", ".join(str(record.values[key]) for key in matches)
    place = record.cells.get(key, str(record.row))
    return Problem(
        "who", key, record.row, place, record.label, part=shown, suggestion=options, keeps_out=True
    )


def described(person: Person | None) -> str:
    """Return a person in words that tell them from a namesake."""
    if person is None:
        return ""
    return ", ".join(filter(None, (person.full_name, person.email, person.employee_id)))
