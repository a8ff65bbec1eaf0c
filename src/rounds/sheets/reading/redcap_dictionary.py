"""Read the data dictionary of a REDCap project: 18 columns, older ones 17 (without annotation).

Choices are in one cell, as "code, label | code, label".
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.model import LIMITS, HeaderLines, Row, Table, Workbook
from rounds.sheets.reading.tables import cut_table, filled_rows
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
    "section header": "section",
    "field note": "note",
    "text validation min": "low",
    "text validation max": "high",
    "branching logic show field only if": "branching",
    "branching logic": "branching",
    "required field": "required",
    "matrix group name": "matrix",
    "field annotation": "annotation",
}
# a picture in a label makes it as long as it likes: labels are shortened here, never refused
DICTIONARY_LIMITS = replace(LIMITS, cell_characters=LIMITS.text_characters)
LONGEST_LABEL = 300


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
    sheet = workbook.sheets[0]
    table = cut_table(sheet, HeaderLines(filled_rows(sheet)[0].number))
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
            _label(at(row, "label")),
            parse_choices(at(row, "choices")),
            at(row, "validation"),
            at(row, "identifier").lower() == "y",
        )
    return Dictionary(fields, len(table.columns))


def dictionary_rows(workbook: Workbook) -> list[tuple[int, dict[str, str]]]:
    """Return every field of a data dictionary as it is, all its columns by their short names, with its line."""
    rows = filled_rows(workbook.sheets[0])
    places: dict[str, int] = {}
    for place, header in enumerate(rows[0].values):
        if key := NAMES.get(fold(header)):
            places.setdefault(key, place)
    for key, shown in (
        ("name", "Variable / Field Name"),
        ("form", "Form Name"),
        ("type", "Field Type"),
        ("label", "Field Label"),
    ):
        if key not in places:
            raise SheetError("dictionary", column=shown)
    if len(rows) == 1:
        raise SheetError("no_rows")
    return [(row.number, {key: row.at(place).strip() for key, place in places.items()}) for row in rows[1:]]


def label_of(text: str) -> str:
    """Return a label without its tags."""
    return " ".join(clean(without_markup(text)).split())


def _label(text: str) -> str:
    return " ".join(clean(without_markup(text)).split())[:LONGEST_LABEL].rstrip()


def without_markup(text: str) -> str:
    """Return a text without its tags, whatever they hold; a < that opens none stays."""
    first, *others = text.split("<")
    out = [first]
    for piece in others:
        tag, end, after = piece.partition(">")
        is_tag = end and (tag[:1].isalpha() or tag[:1] in ("/", "!"))
        out.append(f" {after}" if is_tag else f"<{piece}")
    return html.unescape("".join(out))


def parse_choices(text: str) -> tuple[tuple[str, str], ...]:
    """Read "1, One | 2, Two, or more"; the label may hold commas."""
    pairs = []
    for piece in re.split(r"\||\n", text):
        code, comma, label = piece.partition(",")
        if comma and code.strip():
            pairs.append((code.strip(), _label(label)))
    return tuple(pairs)


def column_code(code: str) -> str:
    """Write a choice's code as REDCap does in column names: lower case, - as _."""
    return code.lower().replace("-", "_")
