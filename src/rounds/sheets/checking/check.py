"""Read every row as the plan says, and sort what can't be read by cause, with row, cell and fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rounds.sheets.cells.dates import date_order
from rounds.sheets.cells.parsed import Parsed
from rounds.sheets.cells.values import parse
from rounds.sheets.checking.outcome import Answers, Checked, Group, Problem, Record
from rounds.sheets.mapping.plan import ColumnPlan, Plan
from rounds.sheets.reading.model import Row, Table
from rounds.sheets.targets.target import Catalog, Kind, Target
from rounds.sheets.text import clean, fold

NAME_PARTS = ("first_name", "last_name")
TELL_EVERY = 400


def check_table(
    table: Table,
    plan: Plan,
    catalog: Catalog,
    answers: Answers | None = None,
    tell: Callable[[int], object] = lambda done: None,
) -> Checked:
    """Read all rows. Nothing is dropped: a row is a record, repeats one, or is out with its problems.

    `tell` hears how many rows are read, now and then.
    """
    answers = answers or Answers()
    order = answers.date_order or _find_order(table, plan, catalog)
    read = []
    for done, row in enumerate(table.rows):
        if done % TELL_EVERY == 0:
            tell(done)
        read.append(_read_row(row, plan, catalog, answers, order))
    for row, (_, problems) in zip(table.rows, read, strict=True):
        if row.number in table.shifted:
            problems[:] = [Problem("shifted", "", row.number, f"A{row.number}", _first_text(row))]
    by_row: dict[int, list[Problem]] = {
        row.number: problems for row, (_, problems) in zip(table.rows, read, strict=True)
    }
    sound = [record for record, problems in read if not problems]
    kept, repeated = _join_same(sound, catalog, answers, by_row)
    groups: dict[tuple[str, str], list[Problem]] = {}
    reported: set[tuple[int, ...]] = set()
    for problems in by_row.values():
        for problem in problems:
            if problem.cause == "twice":
                if problem.rows in reported:
                    continue
                reported.add(problem.rows)
            groups.setdefault((problem.cause, problem.target), []).append(problem)
    return Checked(
        records=tuple(kept),
        repeated=tuple(repeated),
        out={row: tuple(problems) for row, problems in by_row.items() if problems},
        groups=tuple(
            Group(cause, target, tuple(problems))
            for (cause, target), problems in sorted(groups.items(), key=lambda item: -len(item[1]))
        ),
        date_order=order,
    )


def _find_order(table: Table, plan: Plan, catalog: Catalog) -> str:
    """Look for one order in all date columns: one program wrote them all."""
    texts: list[str] = []
    for column in plan.columns:
        if column.target and catalog.index[column.target].kind is Kind.DATE:
            texts.extend(table.values_of(column.column))
    return date_order(texts)


def _read_row(
    row: Row, plan: Plan, catalog: Catalog, answers: Answers, order: str
) -> tuple[Record, list[Problem]]:
    values: dict[str, Any] = {}
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    typed_texts = _typed_for(row.number, answers, catalog)
    for key, columns in plan.by_target.items():
        target = catalog.index[key]
        typed = typed_texts.get(key)
        for column in columns:
            raw = row.at(column.column.index)
            text = typed if typed is not None else raw
            parsed = _read_cell(target, text, order, answers)
            place = f"{column.column.letter}{row.number}"
            if parsed.problem:
                problems.append(
                    Problem(
                        parsed.problem, key, row.number, place, clean(raw), parsed.part, parsed.suggestion
                    )
                )
            elif parsed.value is not None:
                _put(values, target, parsed.value)
                cells[key] = place
            if typed is not None:
                break
    absent = {key: text for key, text in typed_texts.items() if key not in plan.by_target}
    _fill(values, {**answers.defaults, **absent}, catalog, order)
    problems.extend(_missing(row, values, plan, catalog, problems))
    return Record(row.number, values, cells, _label(values)), problems


def _read_cell(target: Target, text: str, order: str, answers: Answers) -> Parsed:
    parsed = parse(target, text, order=order, answers=answers.values.get(target.key))
    if target.kind is Kind.TEXT and parsed.value and "\n" in parsed.value and target.key in NAME_PARTS:
        return Parsed(parsed.value.replace("\n", " "))
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


def _fill(values: dict[str, Any], texts: Mapping[str, str], catalog: Catalog, order: str) -> None:
    """Read texts for fields that the row leaves empty."""
    for key, text in texts.items():
        if key in catalog.index and key not in values:
            parsed = parse(catalog.index[key], text, order=order)
            if parsed.value is not None:
                _put(values, catalog.index[key], parsed.value)


def _typed_for(row: int, answers: Answers, catalog: Catalog) -> dict[str, str]:
    """Return what somebody typed for a row, by target."""
    if not answers.cells:
        return {}
    return {key: answers.cells[f"{row}:{key}"] for key in catalog.index if f"{row}:{key}" in answers.cells}


def _missing(
    row: Row, values: Mapping[str, Any], plan: Plan, catalog: Catalog, problems: Sequence[Problem]
) -> list[Problem]:
    """Name what a row lacks; a field that is there and can't be read has its problem already."""
    unread = {problem.target for problem in problems}
    found = []
    required = [(target.key,) for target in catalog.targets if target.required]
    for group in (*catalog.one_of, *required):
        if any(key in values or key in unread for key in group) or (
            "full_name" in group and "full_name" in unread
        ):
            continue
        key = next((key for key in group if key in plan.by_target), group[0])
        columns: tuple[ColumnPlan, ...] = plan.by_target.get(key, ())
        place = f"{columns[0].column.letter}{row.number}" if columns else f"{row.number}"
        found.append(Problem("missing", key, row.number, place, _label(values) or _first_text(row)))
    return found


def _label(values: Mapping[str, Any]) -> str:
    name = " ".join(str(values[key]) for key in NAME_PARTS if key in values)
    return name or str(
        values.get("email")
        or values.get("mentee_name")
        or values.get("mentee_email")
        or values.get("employee_id")
        or ""
    )


def _first_text(row: Row) -> str:
    return next((clean(value)[:60] for value in row.values if clean(value)), "")


def _join_same(
    records: Sequence[Record], catalog: Catalog, answers: Answers, by_row: dict[int, list[Problem]]
) -> tuple[list[Record], list[int]]:
    """Drop rows that repeat one another, and mark rows of one person that differ."""
    leader: dict[int, int] = {record.row: record.row for record in records}

    def find(row: int) -> int:
        while leader[row] != row:
            row = leader[row]
        return row

    for keys in catalog.same:
        seen: dict[tuple[str, ...], int] = {}
        for record in records:
            if all(key in record.values for key in keys):
                value = tuple(
                    fold(str(record.values[key])) if "email" not in key else str(record.values[key])
                    for key in keys
                )
                first = seen.setdefault(value, record.row)
                leader[find(record.row)] = find(first)
    together: dict[int, list[Record]] = {}
    for record in records:
        together.setdefault(find(record.row), []).append(record)
    kept: list[Record] = []
    repeated: list[int] = []
    for same in together.values():
        rows = tuple(record.row for record in same)
        chosen = answers.keep.get(",".join(map(str, rows)))
        if all(record.values == same[0].values for record in same):
            chosen = chosen or rows[0]
        if len(same) == 1 or chosen in rows:
            kept.extend(record for record in same if len(same) == 1 or record.row == chosen)
            repeated.extend(row for row in rows if len(same) > 1 and row != chosen)
            continue
        differ = sorted(
            {
                key
                for record in same
                for key in {*record.values, *same[0].values}
                if record.values.get(key) != same[0].values.get(key)
            }
        )
        for record in same:
            place = next(iter(record.cells.values()), str(record.row))
            by_row[record.row].append(
                Problem("twice", "", record.row, place, record.label, ", ".join(differ), rows=rows)
            )
    return sorted(kept, key=lambda record: record.row), sorted(repeated)
