"""Makes the engine's records of two sheets; a name that means two people is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rounds.cli.match.reading import IntakeError, ReadSheet
from rounds.pairing import Mentee, Mentor, Relation
from rounds.sheets import Record
from rounds.sheets.targets.vocabularies import LISTED_EXPERTISE, LISTED_GAP
from rounds.sheets.text import fold

FULL_MILESTONE = 2
DAYS = {day: place for place, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
PARTS = {"am": range(8, 12), "pm": range(13, 17), "eve": range(17, 20)}
WHICH = "Write the full name, or an e-mail address."
SAID = {"wishes": "a wish", "exclusions": "not to be paired with"}


@dataclass
class People:
    """The engine's records of both sides, with the names that the workbook shows."""

    mentees: list[Mentee] = field(default_factory=list)
    mentors: list[Mentor] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def people_from(mentees: ReadSheet, mentors: ReadSheet) -> People:
    """Make the engine's records. Ids are e-mail addresses (else other ids), so one person on both sides is one.

    IntakeError names each row that names somebody who may be two people.
    """
    people = People()
    of_mentees, of_mentors = _Known(mentees), _Known(mentors)
    asked: list[str] = []

    def named(sheet: ReadSheet, record: Record, key: str, known: _Known) -> tuple[str, ...]:
        found, unclear, unknown = _found(sheet, record, key, known)
        asked.extend(unclear)
        people.notes += unknown
        return found

    for record in mentees.checked.records:
        person = person_id(record)
        people.names[person] = record.label or person
        people.mentees.append(_mentee(person, record.values, named(mentees, record, "wishes", of_mentors)))
        for other in named(mentees, record, "exclusions", of_mentors):
            people.relations.append(Relation(person, other, "exclusion"))
    for record in mentors.checked.records:
        person = person_id(record)
        people.names[person] = record.label or person
        people.mentors.append(_mentor(person, record.values))
        for other in named(mentors, record, "exclusions", of_mentees):
            people.relations.append(Relation(other, person, "exclusion"))
    if asked:
        raise IntakeError(asked)
    return people


def pairs_from(sheet: ReadSheet, mentees: ReadSheet, mentors: ReadSheet) -> list[tuple[str, str]]:
    """Find the people of existing pairs; IntakeError names rows whose people are in neither sheet, or may be two."""
    known = {"mentee": _Known(mentees), "mentor": _Known(mentors)}
    pairs: list[tuple[str, str]] = []
    wrong: list[str] = []
    for record in sheet.checked.records:
        if record.values.get("status") == "ended":
            continue
        pair = []
        for side, people in known.items():
            try:
                pair.append(_partner(record, side, people))
            except IntakeError as error:
                wrong += [f"{sheet.name}, row {record.row}: {sentence}" for sentence in error.sentences]
        if len(pair) == 2:
            pairs.append((pair[0], pair[1]))
    if wrong:
        raise IntakeError(wrong)
    return pairs


def _partner(record: Record, side: str, known: _Known) -> str:
    """Return who is meant on one side of an existing pair: by address, by number, then by name."""
    values = record.values
    whole = " ".join(str(values[key]) for key in (f"{side}_first_name", f"{side}_last_name") if key in values)
    for text in (values.get(f"{side}_email"), values.get(f"{side}_id"), values.get(f"{side}_name"), whole):
        people = known.by_text.get(fold(str(text)), ()) if text else ()
        if len(people) == 1:
            return people[0]
        if people:
            raise IntakeError([f"“{text}” may be {known.choice(people)}. {WHICH}"])
    raise IntakeError([f"the {side} is not in the sheet of {side}s. Add the person or delete the row."])


def person_id(record: Record) -> str:
    values = record.values
    return str(values.get("email") or values.get("employee_id") or values.get("npi") or f"row {record.row}")


class _Known:
    """The people of one sheet by all that others may call them; a text may stand for several."""

    def __init__(self, sheet: ReadSheet) -> None:
        self.by_text: dict[str, tuple[str, ...]] = {}
        self.called: dict[str, str] = {}
        for record in sheet.checked.records:
            person = person_id(record)
            self.called[person] = f"{record.label or person} (row {record.row})"
            keys = ("email", "employee_id", "npi", "last_name")
            for text in {fold(str(text)) for text in (record.label, *map(record.values.get, keys)) if text}:
                self.by_text[text] = tuple(dict.fromkeys((*self.by_text.get(text, ()), person)))

    def choice(self, people: Iterable[str]) -> str:
        return " or ".join(self.called[person] for person in people)


def _found(
    sheet: ReadSheet, record: Record, key: str, known: _Known
) -> tuple[tuple[str, ...], list[str], list[str]]:
    """Return whom a row names, a sentence for each who may be two people, and one for each who is in no sheet."""
    found: list[str] = []
    unclear, unknown = [], []
    for text in record.values.get(key, ()):
        meant = known.by_text.get(fold(text), ())
        said = f"“{text}” ({SAID[key]})"
        if len(meant) > 1:
            unclear.append(f"{sheet.name}, row {record.row}: {said} may be {known.choice(meant)}. {WHICH}")
        elif not meant:
            unknown.append(f"{record.label}: {said} is not in the other sheet and was not used.")
        found += meant[:1]
    return tuple(dict.fromkeys(found)), unclear, unknown


def _both(values: dict[str, Any]) -> dict[str, Any]:
    ways = {way for choice in values.get("modality", ()) for way in choice.split("+")}
    return {
        "tier": values.get("tier"),
        "pgy": values.get("pgy"),
        "sites": frozenset(fold(site) for site in [values.get("site", "")] if site),
        "modalities": frozenset(ways),
        "languages": frozenset(fold(language) for language in values.get("languages", ())),
        "department": fold(values["department"]) if values.get("department") else None,
        "specialty": fold(values["specialty"]) if values.get("specialty") else None,
        "hours": frozenset(_hours(values.get("availability", ()))),
    }


def _hours(parts: Iterable[str]) -> Iterable[int]:
    for part in parts:
        day, _, time = part.partition("_")
        if day in DAYS and time in PARTS:
            yield from (24 * DAYS[day] + hour for hour in PARTS[time])


def _scale(values: dict[str, Any], listed: str, prefix: str, level: int) -> dict[str, int]:
    found = {fold(tag) if tag.islower() else tag: level for tag in values.get(listed, ())}
    found.update(
        {key.removeprefix(prefix): number for key, number in values.items() if key.startswith(prefix)}
    )
    return found


def _mentee(person: str, values: dict[str, Any], wishes: tuple[str, ...]) -> Mentee:
    return Mentee(
        id=person,
        demand=values.get("demand", 1),
        aspired_tier=values.get("aspired_tier"),
        gaps=_scale(values, "gaps", "gap.", LISTED_GAP),
        style=values.get("style"),
        wishes=wishes[:5],
        **_both(values),
    )


def _mentor(person: str, values: dict[str, Any]) -> Mentor:
    return Mentor(
        id=person,
        capacity=values.get("capacity", 1),
        load=values.get("outside_mentees", 0),
        expertise=_scale(values, "expertise", "expertise.", LISTED_EXPERTISE),
        milestones=dict.fromkeys(values.get("milestones", ()), FULL_MILESTONE),
        styles=frozenset(values.get("styles", ())[:2]),
        **_both(values),
    )
