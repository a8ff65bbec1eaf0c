"""Turn a REDCap export into an ordinary table, and say what happened with each of its special columns.

Facts: record exports hold one column per checkbox choice (field___code, 0 or 1, blank when the form was never
opened), <form>_complete, <form>_timestamp, redcap_event_name, redcap_repeat_instrument and _instance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rounds.sheets.reading.model import Column, Row, Table
from rounds.sheets.reading.redcap_dictionary import Dictionary, Field, column_code
from rounds.sheets.text import clean

CHECKBOX = re.compile(r"^([a-z][a-z0-9_]*?)___([a-z0-9_]+)$")
CHOICE_LABEL = re.compile(r"^(.*?)\s*\(choice=(.*)\)$", re.DOTALL)
SYSTEM = {
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
    "redcap_survey_identifier",
}
TICKED = {"1", "checked", "yes", "true"}
TICKS = {*TICKED, "", "0", "unchecked", "no", "false"}
# what REDCap itself writes into the columns that it adds to a form
STATES = {"", "0", "1", "2", "incomplete", "unverified", "complete"}
MOMENT = re.compile(r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\[not completed\])?")


@dataclass(frozen=True, slots=True)
class Note:
    """Say what happened with columns or rows: `kind` is a key, `names` the columns, `rows` the row numbers."""

    kind: str  # folded, labelled, unknown_code, complete, timestamp, event, repeat, group, differs, file, calculated
    names: tuple[str, ...]
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    table: Table
    notes: tuple[Note, ...]


def is_export(table: Table) -> bool:
    """Recognize a record export by columns that no other program writes."""
    names = {column.header for column in table.columns}
    return (
        bool(names & SYSTEM)
        or any(CHECKBOX.match(name) or CHOICE_LABEL.match(name) for name in names)
        or any(name.endswith("_complete") for name in names)
    )


def fold_export(table: Table, dictionary: Dictionary | None = None) -> Folded:
    """Fold checkboxes into lists, put labels for codes, and join the events of a record.

    Rows of repeating instruments and columns of REDCap's own bookkeeping leave the table; each is named in a note.
    """
    fields = dictionary.fields if dictionary else {}
    notes: list[Note] = []
    rows = list(table.rows)
    columns = list(table.columns)
    by_name = {column.header: column for column in columns}
    rows = _drop_repeats(rows, by_name, notes)
    rows = _join_events(rows, columns, by_name, notes)
    columns = _drop_bookkeeping(columns, rows, dictionary, notes)
    columns, rows = _fold_checkboxes(columns, rows, fields, notes)
    columns, rows = _put_labels(columns, rows, fields, notes)
    return Folded(replace(table, columns=tuple(columns), rows=tuple(rows)), tuple(notes))


def _drop_repeats(rows: list[Row], by_name: dict[str, Column], notes: list[Note]) -> list[Row]:
    column = by_name.get("redcap_repeat_instrument") or by_name.get("Repeat Instrument")
    if column is None:
        return rows
    repeating = [row for row in rows if clean(row.at(column.index))]
    if repeating:
        instruments = tuple(dict.fromkeys(clean(row.at(column.index)) for row in repeating))
        notes.append(Note("repeat", instruments, tuple(row.number for row in repeating)))
    return [row for row in rows if not clean(row.at(column.index))]


def _join_events(
    rows: list[Row], columns: Sequence[Column], by_name: dict[str, Column], notes: list[Note]
) -> list[Row]:
    """Make one row of the events of a record: the first event that says something counts, differences are named."""
    event = by_name.get("redcap_event_name") or by_name.get("Event Name")
    if event is None or not columns:
        return rows
    record = columns[0].index
    joined: dict[str, Row] = {}
    differ: dict[str, list[int]] = {}
    extra: list[int] = []
    for row in rows:
        key = clean(row.at(record))
        first = joined.get(key)
        if first is None:
            joined[key] = row
            continue
        extra.append(row.number)
        width = max(len(first.values), len(row.values))
        values = [first.at(place) or row.at(place) for place in range(width)]
        for column in columns:
            here, there = clean(first.at(column.index)), clean(row.at(column.index))
            if here and there and here != there and column is not event:
                differ.setdefault(column.header, []).append(row.number)
        joined[key] = Row(first.number, tuple(values))
    if extra:
        events = tuple(dict.fromkeys(clean(row.at(event.index)) for row in rows))
        notes.append(Note("event", events, tuple(extra)))
    for name, numbers in differ.items():
        if not name.endswith("_complete"):
            notes.append(Note("differs", (name,), tuple(numbers)))
    return list(joined.values())


def _drop_bookkeeping(
    columns: Sequence[Column], rows: Sequence[Row], dictionary: Dictionary | None, notes: list[Note]
) -> list[Column]:
    gone: dict[str, list[str]] = {}
    kept = []
    for column in columns:
        kind = _bookkeeping_of(column, rows, dictionary)
        if kind:
            gone.setdefault(kind, []).append(column.header)
        else:
            kept.append(column)
    notes.extend(Note(kind, tuple(names)) for kind, names in gone.items())
    return kept


def _bookkeeping_of(column: Column, rows: Sequence[Row], dictionary: Dictionary | None) -> str:
    """Return which of REDCap's own columns this is, "" for an answer; values of another kind make it an answer."""
    name = column.header
    if name in SYSTEM:
        return "group" if name in ("redcap_data_access_group", "redcap_survey_identifier") else "system"
    if dictionary and name in dictionary.fields:
        sort = dictionary.fields[name].type
        return {"file": "file", "descriptive": "file", "calc": "calculated"}.get(sort, "")
    texts = {clean(row.at(column.index)).lower() for row in rows}
    for ending, kind, fits in (
        ("_complete", "complete", texts <= STATES),
        ("_timestamp", "timestamp", all(MOMENT.fullmatch(text) for text in texts)),
    ):
        form = name.removesuffix(ending)
        if form != name and (form in dictionary.forms if dictionary else fits):
            return kind
    return ""


def _is_checkbox(column: Column, name: str, rows: Sequence[Row], fields: dict[str, Field]) -> bool:
    """Tell whether a column is one choice of a checkbox and no field with three underscores in its name."""
    if column.header in fields:
        return False
    if name in fields:
        return fields[name].type == "checkbox"
    return {clean(row.at(column.index)).lower() for row in rows} <= TICKS


def _fold_checkboxes(
    columns: list[Column], rows: list[Row], fields: dict[str, Field], notes: list[Note]
) -> tuple[list[Column], list[Row]]:
    groups: dict[str, list[tuple[Column, str]]] = {}
    for column in columns:
        match = CHECKBOX.match(column.header) or CHOICE_LABEL.match(column.header)
        if match and _is_checkbox(column, match.group(1), rows, fields):
            groups.setdefault(match.group(1), []).append((column, match.group(2)))
    if not groups:
        return columns, rows
    member = {column.index: name for name, parts in groups.items() for column, _ in parts}
    width = max([column.index + 1 for column in columns] + [len(row.values) for row in rows])
    out: list[Column] = []
    added: dict[str, int] = {}
    for column in columns:
        name = member.get(column.index)
        if name is None:
            out.append(column)
        elif name not in added:
            added[name] = width + len(added)
            field = fields.get(name)
            aliases = (name,) if field and field.label else ()
            header = field.label if field and field.label else name
            sources = tuple(part.index for part, _ in groups[name])
            out.append(Column(added[name], header, sources, aliases, sort="checkbox"))
    labels = {name: _labels(name, parts, fields, notes) for name, parts in groups.items()}
    folded_rows = []
    for row in rows:
        values = list(row.values) + [""] * (width - len(row.values))
        for name, parts in groups.items():
            ticked = [
                labels[name][code] for column, code in parts if clean(row.at(column.index)).lower() in TICKED
            ]
            values.append("; ".join(label.replace(";", ",") for label in ticked))
        folded_rows.append(Row(row.number, tuple(values)))
    notes.append(Note("folded", tuple(groups)))
    return out, folded_rows


def _labels(
    name: str, parts: Sequence[tuple[Column, str]], fields: dict[str, Field], notes: list[Note]
) -> dict[str, str]:
    field = fields.get(name)
    known = {column_code(code): label for code, label in field.choices} if field else {}
    unknown = tuple(
        column.header for column, code in parts if code not in known and not CHOICE_LABEL.match(column.header)
    )
    if unknown:
        notes.append(Note("unknown_code", unknown))
    return {code: known.get(code, code) for _, code in parts}


def _put_labels(
    columns: list[Column], rows: list[Row], fields: dict[str, Field], notes: list[Note]
) -> tuple[list[Column], list[Row]]:
    """Show a choice's label for its code, and a question's label as the column's name."""
    tables: dict[int, dict[str, str]] = {}
    out = []
    unknown: dict[str, list[int]] = {}
    for column in columns:
        field = fields.get(column.header)
        if field is None or column.sources:
            out.append(column)
            continue
        if field.type in ("yesno", "truefalse"):
            tables[column.index] = {"1": "Yes", "0": "No"} | dict(field.choices)
        elif field.type in ("dropdown", "radio") and field.choices:
            tables[column.index] = dict(field.choices)
        aliases = (field.name, field.validation) if field.validation else (field.name,)
        out.append(replace(column, header=field.label or field.name, aliases=aliases, sort=field.type))
    if not tables:
        return out, rows
    names = {column.index: column.header for column in columns}
    labelled = []
    for row in rows:
        values = list(row.values)
        for place, table in tables.items():
            raw = clean(row.at(place))
            if (
                raw
                and raw not in table
                and raw not in table.values()
                and raw.upper() not in ("TRUE", "FALSE")
            ):
                unknown.setdefault(names[place], []).append(row.number)
            if raw in table:
                values[place] = table[raw]
        labelled.append(Row(row.number, tuple(values)))
    notes.append(Note("labelled", tuple(names[place] for place in tables)))
    notes.extend(Note("unknown_code", (name,), tuple(numbers)) for name, numbers in unknown.items())
    return out, labelled
