"""Read every row as the plan says, and sort what can't be read by cause, with row, cell and fix."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rounds.sheets.cells.dates import Dates, date_order
from rounds.sheets.cells.name_words import degree_names_doctor, is_degree_header, names_doctor
from rounds.sheets.cells.parsed import Parsed
from rounds.sheets.cells.values import parse
from rounds.sheets.checking.identity import Problems, join_same, part_shared
from rounds.sheets.checking.nobody import LEAST_COLUMNS, nobody_in
from rounds.sheets.checking.outcome import Answers, Checked, Group, Problem, Record
from rounds.sheets.mapping.plan import ColumnPlan, Plan
from rounds.sheets.reading.model import Row, Table
from rounds.sheets.targets.target import Catalog, Kind, Target
from rounds.sheets.text import clean

NAME_PARTS = ("first_name", "last_name")
NAME_TARGETS = {
    *NAME_PARTS,
    "full_name",
    "mentor_name",
    "mentee_name",
    "mentor_last_name",
    "mentee_last_name",
}
NAME_KINDS = (Kind.FULL_NAME, Kind.GIVEN, Kind.FAMILY)
TELL_EVERY = 400


def check_table(
    table: Table,
    plan: Plan,
    catalog: Catalog,
    answers: Answers | None = None,
    *,
    today: datetime.date,
    tell: Callable[[int], object] = lambda done: None,
) -> Checked:
    """Read all rows. Nothing is dropped: a row is a record, repeats one, is nobody, or is out with its problems.

    What can't be read of a row leaves that answer out, not the row. `tell` hears how many rows are read.
    """
    answers = answers or Answers()
    dates = _dates(table, plan, catalog, answers, today)
    nobody = _nobody(table, plan)
    reading = _Reading(plan, catalog, answers, dates)
    for done, row in enumerate(table.rows):
        if done % TELL_EVERY == 0:
            tell(done)
        if row.number not in nobody:
            reading.take(row, _out_of_table(table, row))
    records = part_shared(list(reading.records.values()), catalog, reading.problems)
    for record in records:
        reading.settle(record)
    sound = [record for record in records if not _is_out(reading.problems[record.row])]
    kept, repeated = join_same(sound, catalog, answers, reading.problems)
    out = {row: tuple(found) for row, found in reading.problems.items() if _is_out(found)}
    orders = set(dates.order.values())
    return Checked(
        records=tuple(kept),
        repeated=tuple(repeated),
        out=out,
        groups=group_problems(reading.problems),
        date_order=answers.date_order or (orders.pop() if len(orders) == 1 else ""),
        nobody=nobody,
        waiting=tuple(record for record in records if record.row in out),
    )


def _out_of_table(table: Table, row: Row) -> str:
    """Return why a row can't be read by the names above it, "" for one that can."""
    if table.next_names and row.number >= table.next_names:
        return "next_names"
    return "shifted" if row.number in table.shifted else ""


def _is_out(problems: Sequence[Problem]) -> bool:
    return any(problem.keeps_out for problem in problems)


def group_problems(by_row: Mapping[int, Sequence[Problem]]) -> tuple[Group, ...]:
    """Put the problems of one cause in one field together, the most frequent first."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    reported: set[tuple[int, ...]] = set()
    for problems in by_row.values():
        for problem in problems:
            if problem.cause == "twice":
                if problem.rows in reported:
                    continue
                reported.add(problem.rows)
            groups.setdefault((problem.cause, problem.target), []).append(problem)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return tuple(Group(cause, target, tuple(problems)) for (cause, target), problems in ordered)


def _dates(table: Table, plan: Plan, catalog: Catalog, answers: Answers, today: datetime.date) -> Dates:
    """Look for one order in all date columns: one program wrote them all."""
    if answers.date_order:
        return Dates(today, {"": answers.date_order})
    texts: list[str] = []
    for column in plan.columns:
        if column.target and catalog.index[column.target].kind is Kind.DATE:
            texts.extend(table.values_of(column.column))
    return Dates(today, date_order(texts))


def _nobody(table: Table, plan: Plan) -> dict[int, str]:
    again = dict.fromkeys(table.again, table.columns[0].header)
    return dict(sorted((again | _nobody_below(table, plan)).items()))


def _nobody_below(table: Table, plan: Plan) -> dict[int, str]:
    if len(table.columns) < LEAST_COLUMNS:
        return {}
    names = {column.column.index for key in NAME_TARGETS for column in plan.by_target.get(key, ())}
    # without a column of names every line may be somebody
    found = {row.number: nobody_in(row, names) for row in table.rows} if names else {}
    return {number: text for number, text in found.items() if text}


@dataclass
class _Reading:
    """Reads rows one by one; `problems` has a list for each of them."""

    plan: Plan
    catalog: Catalog
    answers: Answers
    dates: Dates
    records: dict[int, Record] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = [one.column for one in self.plan.columns]
        self._degrees = [one.index for one in columns if is_degree_header(one.header)]

    def take(self, row: Row, cause: str) -> None:
        if cause:
            place = f"A{row.number}"
            self.problems[row.number] = [
                Problem(cause, "", row.number, place, _first_text(row), keeps_out=True)
            ]
            return
        self.rows[row.number] = row
        self.problems[row.number] = []
        self.records[row.number] = self._read(row)

    def _read(self, row: Row) -> Record:
        values: dict[str, Any] = {}
        cells: dict[str, str] = {}
        words: tuple[str, str] | None = None
        is_doctor = False
        typed_texts = _typed_for(row.number, self.answers, self.catalog)
        for key, columns in self.plan.by_target.items():
            target, typed = self.catalog.index[key], typed_texts.get(key)
            for column in columns:
                raw = row.at(column.column.index) if typed is None else typed
                parsed = _read_cell(target, raw, self.dates, self.answers)
                place = f"{column.column.letter}{row.number}"
                self._note(parsed, key, row, place, clean(raw))
                if target.kind is Kind.PGY and parse(target, raw, self.dates).problems:
                    words = (place, clean(raw))
                is_doctor = is_doctor or (target.kind in NAME_KINDS and names_doctor(clean(raw)))
                if parsed.value is not None:
                    _put(values, target, parsed.value)
                    cells[key] = place
                if typed is not None:
                    break
        is_doctor = is_doctor or any(degree_names_doctor(clean(row.at(index))) for index in self._degrees)
        absent = {key: text for key, text in typed_texts.items() if key not in self.plan.by_target}
        _fill(values, {**self.answers.defaults, **absent}, self.catalog, self.dates)
        return Record(row.number, values, cells, label_of(values), words, is_doctor)

    def _note(self, parsed: Parsed, key: str, row: Row, place: str, text: str) -> None:
        for one in parsed.problems:
            self.problems[row.number].append(
                Problem(one.problem, key, row.number, place, text, one.part, one.suggestion)
            )

    def settle(self, record: Record) -> None:
        """Say what a row lacks without which nobody can be told; what is there and can't be read keeps it out."""
        found = self.problems[record.row]
        decisive = self.catalog.decisive
        found[:] = [replace(one, keeps_out=one.keeps_out or one.target in decisive) for one in found]
        unread = {problem.target for problem in found}
        required = [(target.key,) for target in self.catalog.targets if target.required]
        for group in (*self.catalog.one_of, *required):
            if any(key in record.values for key in group):
                continue
            if unread & set(group):
                found[:] = [replace(one, keeps_out=one.keeps_out or one.target in group) for one in found]
                continue
            found.extend(self._missing(record, group))

    def _missing(self, record: Record, group: Sequence[str]) -> list[Problem]:
        by_target = self.plan.by_target
        keys = [next((key for key in group if key in by_target), group[0])]
        if keys[0] == "last_name" and "first_name" in by_target and "first_name" not in record.values:
            keys = list(NAME_PARTS)
        row = self.rows[record.row]
        text = record.label or _first_text(row)
        found = []
        for key in keys:
            columns: tuple[ColumnPlan, ...] = by_target.get(key, ())
            place = f"{columns[0].column.letter}{row.number}" if columns else f"{row.number}"
            found.append(Problem("missing", key, row.number, place, text, keeps_out=key in group))
        return found


def _read_cell(target: Target, text: str, dates: Dates, answers: Answers) -> Parsed:
    parsed = parse(target, text, dates, answers.values.get(target.key))
    if target.kind in (Kind.GIVEN, Kind.FAMILY) and parsed.value:
        return replace(parsed, value=" ".join(parsed.value.split()))
    return parsed


def _put(values: dict[str, Any], target: Target, value: Any) -> None:
    if target.kind is Kind.FULL_NAME:
        values["first_name"], values["last_name"] = value
    elif isinstance(value, tuple):
        values[target.key] = tuple(dict.fromkeys((*values.get(target.key, ()), *value)))
    elif target.many and target.key in values:
        earlier = values[target.key]
        values[target.key] = earlier if value in earlier.split("; ") else f"{earlier}; {value}"
    else:
        values[target.key] = value


def _fill(values: dict[str, Any], texts: Mapping[str, str], catalog: Catalog, dates: Dates) -> None:
    """Read texts for fields that the row leaves empty."""
    for key, text in texts.items():
        if key in catalog.index and key not in values:
            parsed = parse(catalog.index[key], text, dates)
            if parsed.value is not None:
                _put(values, catalog.index[key], parsed.value)


def _typed_for(row: int, answers: Answers, catalog: Catalog) -> dict[str, str]:
    """Return what somebody typed for a row, by target."""
    if not answers.cells:
        return {}
    return {key: answers.cells[f"{row}:{key}"] for key in catalog.index if f"{row}:{key}" in answers.cells}


def label_of(values: Mapping[str, Any]) -> str:
    """Return what a row is called: the name, else an address or number."""
    name = " ".join(str(values[key]) for key in NAME_PARTS if values.get(key))
    others = ("email", "mentee_name", "mentee_email", "employee_id")
    return name or next((str(values[key]) for key in others if values.get(key)), "")


def _first_text(row: Row) -> str:
    return next((clean(value)[:60] for value in row.values if clean(value)), "")
