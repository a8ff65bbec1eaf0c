"""Rows on their way in: cleaned of columns that stay out, packed, sealed, and read back as a table."""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from rounds.integrations.spreadsheets.models import SpreadsheetImport, StagedRows
from rounds.sheets import Column, Row, Table

ROWS_A_PART = 2_000


def header_digest(keys: Iterable[str]) -> str:
    """Return what tells one set of columns from another, whatever their order."""
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()


def without_columns(table: Table, places: Iterable[int]) -> Table:
    """Return the table with the values of some columns blanked: they are neither stored nor shown."""
    gone = set(places)
    if not gone:
        return table
    rows = tuple(
        Row(row.number, tuple("" if place in gone else value for place, value in enumerate(row.values)))
        for row in table.rows
    )
    return replace(table, rows=rows)


def sealed_parts(spreadsheet: SpreadsheetImport, table: Table) -> list[StagedRows]:
    """Seal a table's rows in parts, ready to be saved; its columns go into the first."""
    head = {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "columns": [
            [column.index, column.header, column.sources, column.aliases] for column in table.columns
        ],
        "blank_rows": table.blank_rows,
        "title": table.title,
        "shifted": sorted(table.shifted),
    }
    parts = []
    for number, start in enumerate(range(0, max(len(table.rows), 1), ROWS_A_PART)):
        rows = [[row.number, row.values] for row in table.rows[start : start + ROWS_A_PART]]
        part = StagedRows(spreadsheet=spreadsheet, institution_id=spreadsheet.institution_id, number=number)
        part.seal_value(_pack({"head": head if number == 0 else None, "rows": rows}))
        parts.append(part)
    return parts


def load_table(spreadsheet: SpreadsheetImport) -> Table:
    """Open the rows of an import again."""
    head: dict[str, Any] = {}
    rows: list[Row] = []
    for part in spreadsheet.parts.order_by("number").iterator(chunk_size=4):
        opened = _unpack(part.opened())
        head = opened["head"] or head
        rows.extend(Row(number, tuple(values)) for number, values in opened["rows"])
    columns = tuple(
        Column(index, header, tuple(sources), tuple(aliases))
        for index, header, sources, aliases in head["columns"]
    )
    return Table(
        sheet=head["sheet"],
        header_row=head["header_row"],
        columns=columns,
        rows=tuple(rows),
        blank_rows=head["blank_rows"],
        shifted=frozenset(head["shifted"]),
        title=tuple(head["title"]),
    )


def _pack(value: Any) -> str:
    return base64.b64encode(
        zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    ).decode()


def _unpack(packed: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(packed)))
