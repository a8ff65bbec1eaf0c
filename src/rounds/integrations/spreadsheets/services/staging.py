"""Rows on their way in: cleaned of columns that stay out, packed, sealed, and read back as a table."""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from rounds.integrations.spreadsheets.models import SpreadsheetImport, StagedRows
from rounds.sheets import Column, HeaderLines, Row, Sheet, Span, Table, cut_table

ROWS_A_PART = 2_000
LONGEST_LINE = 120


@dataclass(frozen=True)
class Staged:
    """What is kept of a file: a sheet with its lines of names, or the table that was made of a REDCap export."""

    sheet: Sheet
    lines: HeaderLines | None
    table: Table

    def without(self, places: Iterable[int]) -> "Staged":
        """Return the same with the values of some columns blanked: they are neither stored nor shown."""
        gone = set(places)
        if not gone:
            return self
        if self.lines is None:
            return replace(self, table=replace(self.table, rows=_blanked(self.table.rows, gone, ())))
        sheet = replace(
            self.sheet, rows=_blanked(self.sheet.rows, gone, (self.lines.names, self.lines.under))
        )
        return replace(self, sheet=sheet, table=cut_table(sheet, self.lines))

    def first_lines(self, most: int = 8) -> list[tuple[int, str]]:
        """Return the first lines of the sheet in short, for whoever has to say which one holds the names."""
        lines = []
        for row in self.sheet.rows[:most] if self.lines else ():
            text = " | ".join(value.strip() for value in row.values if value.strip())
            lines.append((row.number, text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"))
        return lines


def header_digest(keys: Iterable[str]) -> str:
    """Return what tells one set of columns from another, whatever their order."""
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()


def _blanked(rows: Iterable[Row], gone: set[int], names: Iterable[int]) -> tuple[Row, ...]:
    kept = set(names)
    return tuple(
        row
        if row.number in kept
        else replace(
            row, values=tuple("" if place in gone else value for place, value in enumerate(row.values))
        )
        for row in rows
    )


def sealed_parts(spreadsheet: SpreadsheetImport, staged: Staged) -> list[StagedRows]:
    """Seal what is kept in parts, ready to be saved; what is no row goes into the first."""
    rows = staged.sheet.rows if staged.lines else staged.table.rows
    head = _sheet_head(staged.sheet, staged.lines) if staged.lines else _table_head(staged.table)
    parts = []
    for number, start in enumerate(range(0, max(len(rows), 1), ROWS_A_PART)):
        packed = [[row.number, row.values, row.cells] for row in rows[start : start + ROWS_A_PART]]
        part = StagedRows(spreadsheet=spreadsheet, institution_id=spreadsheet.institution_id, number=number)
        part.seal_value(pack({"head": head if number == 0 else None, "rows": packed}))
        parts.append(part)
    return parts


def _sheet_head(sheet: Sheet, lines: HeaderLines) -> dict[str, Any]:
    spans = [[span.row, span.first, span.last] for span in sheet.spans]
    return {
        "name": sheet.name,
        "spans": spans,
        "lines": [lines.names, lines.under, lines.is_sure, lines.next],
    }


def _table_head(table: Table) -> dict[str, Any]:
    return {
        "name": table.sheet,
        "header_row": table.header_row,
        "columns": [
            [column.index, column.header, column.sources, column.aliases, column.group, column.sort]
            for column in table.columns
        ],
        "blank_rows": table.blank_rows,
        "title": table.title,
        "shifted": sorted(table.shifted),
        "next_names": table.next_names,
        "again": table.again,
    }


def load_staged(spreadsheet: SpreadsheetImport) -> Staged:
    """Open what is kept of a file again."""
    head: dict[str, Any] = {}
    rows: list[Row] = []
    for part in spreadsheet.parts.order_by("number").iterator(chunk_size=4):
        opened = unpack(part.opened())
        head = opened["head"] or head
        rows.extend(Row(number, tuple(values), cells) for number, values, cells in opened["rows"])
    sheet = Sheet(head["name"], tuple(rows), spans=tuple(Span(*span) for span in head.get("spans", ())))
    if "lines" in head:
        lines = HeaderLines(*head["lines"])
        return Staged(sheet, lines, cut_table(sheet, lines))
    columns = tuple(
        Column(index, header, tuple(sources), tuple(aliases), group, sort)
        for index, header, sources, aliases, group, sort in head["columns"]
    )
    table = Table(
        sheet=head["name"],
        header_row=head["header_row"],
        columns=columns,
        rows=tuple(rows),
        blank_rows=head["blank_rows"],
        shifted=frozenset(head["shifted"]),
        title=tuple(head["title"]),
        next_names=head.get("next_names", 0),
        again=tuple(head.get("again", ())),
    )
    return Staged(sheet, None, table)


def load_table(spreadsheet: SpreadsheetImport) -> Table:
    """Open the rows of an import again."""
    return load_staged(spreadsheet).table


def pack(value: Any) -> str:
    """Return a value as short text, ready to be sealed."""
    return base64.b64encode(
        zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    ).decode()


def unpack(packed: str) -> Any:
    """Return what was packed."""
    return json.loads(zlib.decompress(base64.b64decode(packed)))
