"""Read the data dictionary of a REDCap project: 18 columns, older ones 17 (without annotation).

Choices are in one cell, as "code, label | code, label".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.model import Row, Table, Workbook
from rounds.sheets.reading.tables import find_table
from rounds.sheets.text import clean, fold

NAMES = {
    "variable field name": "name",
    "field name": "name",
    "form name": "form",
    "field type": "type",
    "field label": "label",
    "choices calculations or slider labels": "choices",
    "choices or calculations": "choices",
    "select choices or calculations": "choices",
    "text validation type or show slider number": "validation",
    "identifier": "identifier",
}
TAG = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one question of a REDCap project."""

    name: str
    form: str
    type: str
    label: str
    choices: tuple[tuple[str, str], ...]
    validation: str
    identifier: bool


@dataclass(frozen=True, slots=True)
class Dictionary:
    fields: dict[str, Field]
    columns: int  # 18, or 17 in old ones

    @property
    def forms(self) -> set[str]:
        return {field.form for field in self.fields.values()}


def is_dictionary(table: Table) -> bool:
    found = {NAMES.get(fold(column.header)) for column in table.columns}
    return {"name", "form", "type", "label"} <= found


def read_dictionary(workbook: Workbook) -> Dictionary:
    """Read a data dictionary with 18 or 17 columns, as downloaded or by the API's names."""
    table = find_table(workbook.sheets[0])
    places: dict[str, int] = {}
    for column in table.columns:
        if key := NAMES.get(fold(column.header)):
            places.setdefault(key, column.index)
    for needed, shown in (
        ("name", "Variable / Field Name"),
        ("type", "Field Type"),
        ("label", "Field Label"),
    ):
        if needed not in places:
            raise SheetError("dictionary", column=shown)

    def at(row: Row, key: str) -> str:
        return clean(row.at(places[key])) if key in places else ""

    fields = {}
    for row in table.rows:
        name = at(row, "name")
        if not name:
            continue
        fields[name] = Field(
            name,
            at(row, "form"),
            at(row, "type"),
            clean(TAG.sub(" ", at(row, "label"))),
            parse_choices(at(row, "choices")),
            at(row, "validation"),
            at(row, "identifier").lower() == "y",
        )
    return Dictionary(fields, len(table.columns))


def parse_choices(text: str) -> tuple[tuple[str, str], ...]:
    """Read "1, One | 2, Two, or more"; the label may hold commas."""
    pairs = []
    for piece in re.split(r"\||\n", text):
        code, comma, label = piece.partition(",")
        if comma and code.strip():
            pairs.append((code.strip(), clean(TAG.sub(" ", label))))
    return tuple(pairs)


def column_code(code: str) -> str:
    """Write a choice's code as REDCap does in column names: lower case, - as _."""
    return code.lower().replace("-", "_")
