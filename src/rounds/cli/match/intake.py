"""Reads the sheets of people and makes the engine's records; identity columns are left out by the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rounds.pairing import Mentee, Mentor, Relation
from rounds.sheets import (
    CATALOGS,
    Answers,
    Checked,
    Plan,
    Problem,
    Record,
    SheetError,
    Status,
    Table,
    check_table,
    choose_sheet,
    find_table,
    make_plan,
    read_workbook,
)
from rounds.sheets.text import fold

LISTED_GAP, LISTED_EXPERTISE, FULL_MILESTONE = 2, 4, 2
DAYS = {day: place for place, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
PARTS = {"am": range(8, 12), "pm": range(13, 17), "eve": range(17, 20)}
FIXES = {
    "missing": "Fill it in, or leave the row out.",
    "twice": "Keep one of the rows.",
    "choice": "Write one of the known words, or say in the mapping file what it means ([{side}.values.{target}]).",
    "email": "Correct the address.",
    "shared": "Give each person their own, or leave it empty.",
    "tail": 'Say whether the letters are a degree in the mapping file ([{side}.values.{target}], "LETTERS" = "degree").',
    "far_date": "Write the right day as 2026-07-01.",
    "date_order": 'Say date_order = "mdy" or "dmy" under [{side}] in the mapping file.',
    "day_part": "Write day and part, such as “Mon am, Thu evening”, or “varies”.",
    "people": "Write names, e-mail addresses or ids, with semicolons between them.",
    "too_many": "Leave the first ones only.",
    "range": "Write a number in the range.",
}


class IntakeError(Exception):
    """The sheets can't be used; `sentences` name file, row, cell and fix."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass
class ReadSheet:
    """One sheet as it was read: its records, and what became of its columns."""

    name: str
    plan: Plan
    checked: Checked

    def columns(self) -> list[tuple[str, str, str]]:
        """Return (file, column, what it is used for) of every column."""
        return [
            (
                self.name,
                plan.column.header,
                plan.target or ("left out" if plan.status is Status.LEFT_OUT else "not used"),
            )
            for plan in self.plan.columns
        ]


@dataclass
class People:
    """The engine's records of both sides, with the names that the workbook shows."""

    mentees: list[Mentee] = field(default_factory=list)
    mentors: list[Mentor] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_sheet(
    path: Path, side: str, answers: Answers, *, today: date, header: int | None = None
) -> ReadSheet:
    """Read one file; IntakeError lists every cell that can't be used, with the fix.

    `header` is the line that holds the names of the columns, 0 for none. A sheet with both sides gives its own.
    """
    catalog = CATALOGS[side]
    try:
        table = find_table(choose_sheet(read_workbook(path.read_bytes(), name=path.name)), header_row=header)
    except SheetError as error:
        raise IntakeError([f"{path.name}: {error}"]) from error
    if not table.header_is_sure:
        raise IntakeError([_which_line(path.name, side, table)])
    plan = make_plan(table, catalog, answers.columns, today=today)
    checked = check_table(table, plan, catalog, answers, today=today)
    if checked.problems:
        labels = {key: target.label for key, target in catalog.index.items()}
        alike = [same for group in checked.groups for same in group.texts.values()]
        raise IntakeError([_sentence(path.name, side, labels, same) for same in alike])
    here = side.removesuffix("s")
    records = tuple(record for record in checked.records if here in record.values.get("side", (here,)))
    return ReadSheet(path.name, plan, replace(checked, records=records))


def _which_line(name: str, side: str, table: Table) -> str:
    first = ", ".join(column.header for column in table.columns if column.header) or "no names"
    line = f"Line {table.header_row} ({first[:80]})" if table.header_row else "No line"
    return (
        f"{name}: {line} looks like the names of the columns, but none of them is known. "
        f"Say which line holds them with --{side}-header, 0 for none."
    )


def _sentence(name: str, side: str, labels: dict[str, str], alike: list[Problem]) -> str:
    """Return one sentence for all cells in which the same is wrong: the first place, the fix, how many more rows."""
    problem, more = alike[0], sorted({problem.row for problem in alike[1:]})
    label = labels.get(problem.target, "row")
    place = f"{name}, row {problem.row}" + (f", cell {problem.cell}" if not problem.cell.isdigit() else "")
    text = problem.part or problem.text
    if problem.cause == "missing":
        said = f"{label} is missing"
    elif problem.cause == "shared":
        said = f"“{problem.text}” is the {label.lower()} of different people in rows {', '.join(map(str, problem.rows))}"
    elif problem.cause == "twice":
        said = f"rows {', '.join(map(str, problem.rows))} are the same person and differ in {problem.part}"
    else:
        said = f"“{text}” can't be read as {label.lower()}"
    fix = FIXES.get(problem.cause, "Correct the cell.").format(side=side, target=problem.target)
    meant = f" Perhaps “{problem.suggestion}” is meant." if problem.suggestion else ""
    rows = ", ".join(map(str, more[:8])) + (" ..." if len(more) > 8 else "")
    also = f" The same in {len(more)} more rows: {rows}." if more and problem.cause != "twice" else ""
    return f"{place}: {said}.{meant} {fix}{also}"


def people_from(mentees: ReadSheet, mentors: ReadSheet) -> People:
    """Make the engine's records. Ids are e-mail addresses (else other ids), so one person on both sides is one."""
    people = People()
    of_mentee = {record.row: person_id(record) for record in mentees.checked.records}
    of_mentor = {record.row: person_id(record) for record in mentors.checked.records}
    mentee_index, mentor_index = _index(mentees.checked.records), _index(mentors.checked.records)
    for record in mentees.checked.records:
        person = of_mentee[record.row]
        people.names[person] = record.label or person
        wishes = _found(people, record, "wishes", mentor_index)
        people.mentees.append(_mentee(person, record.values, wishes))
        for other in _found(people, record, "exclusions", mentor_index):
            people.relations.append(Relation(person, other, "exclusion"))
    for record in mentors.checked.records:
        person = of_mentor[record.row]
        people.names[person] = record.label or person
        people.mentors.append(_mentor(person, record.values))
        for other in _found(people, record, "exclusions", mentee_index):
            people.relations.append(Relation(other, person, "exclusion"))
    return people


def pairs_from(sheet: ReadSheet, people: People) -> list[tuple[str, str]]:
    """Find the people of existing pairs; IntakeError names rows whose people are in neither sheet."""
    indexes = {
        "mentee": {person.id: person.id for person in people.mentees},
        "mentor": {person.id: person.id for person in people.mentors},
    }
    for index in indexes.values():
        index.update({fold(people.names[person]): person for person in list(index)})
    pairs, missing = [], []
    for record in sheet.checked.records:
        if record.values.get("status") == "ended":
            continue
        pair = []
        for side, index in indexes.items():
            values = record.values
            whole = " ".join(
                str(values[key]) for key in (f"{side}_first_name", f"{side}_last_name") if key in values
            )
            given = [values.get(f"{side}_email"), values.get(f"{side}_id"), values.get(f"{side}_name"), whole]
            found = next(
                (
                    index[key]
                    for text in given
                    if text
                    for key in (str(text), fold(str(text)))
                    if key in index
                ),
                None,
            )
            if found is None:
                missing.append(
                    f"{sheet.name}, row {record.row}: the {side} is not in the sheet of {side}s. Add the person or delete the row."
                )
            else:
                pair.append(found)
        if len(pair) == 2:
            pairs.append((pair[0], pair[1]))
    if missing:
        raise IntakeError(missing)
    return pairs


def person_id(record: Record) -> str:
    values = record.values
    return str(values.get("email") or values.get("employee_id") or values.get("npi") or f"row {record.row}")


def _index(records: Iterable[Record]) -> dict[str, str]:
    index: dict[str, str] = {}
    for record in records:
        person = person_id(record)
        for text in (
            record.label,
            *(record.values.get(key, "") for key in ("email", "employee_id", "npi", "last_name")),
        ):
            if text:
                index.setdefault(fold(str(text)), person)
    return index


def _found(people: People, record: Record, key: str, index: dict[str, str]) -> tuple[str, ...]:
    found = []
    for text in record.values.get(key, ()):
        if fold(text) in index:
            found.append(index[fold(text)])
        else:
            people.notes.append(
                f"{record.label}: “{text}” ({key}) is not in the other sheet and was not used."
            )
    return tuple(dict.fromkeys(found))


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
