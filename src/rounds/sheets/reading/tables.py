"""Find the line of column names in a sheet, below whatever titles come before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.model import Column, Row, Sheet, Table, Workbook
from rounds.sheets.text import clean, fold

LOOK_AT = 40
DATA_LIKE = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|[-+]?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{4}-\d\d-\d\d.*|TRUE|FALSE|#N/A"
)


def choose_sheet(workbook: Workbook, name: str | None = None) -> Sheet:
    """Return the sheet called `name`, else the visible one that holds the most filled cells."""
    if name is not None:
        for sheet in workbook.sheets:
            if sheet.name == name:
                return sheet
        raise SheetError("no_sheet", name=name)
    visible = workbook.visible_sheets or tuple(sheet for sheet in workbook.sheets if sheet.rows)
    if not visible:
        raise SheetError("no_rows")
    return max(visible, key=lambda sheet: sum(sum(1 for value in row.values if value) for row in sheet.rows))


def find_table(sheet: Sheet, *, header_row: int | None = None) -> Table:
    """Cut a sheet into column names and rows. `header_row` overrules the search; 0 says there is none."""
    rows = [row for row in sheet.rows if any(clean(value) for value in row.values)]
    if not rows:
        raise SheetError("no_rows")
    if header_row is None:
        position = _find_header(rows, sheet)
    elif header_row == 0:
        position = None
    else:
        position = next((place for place, row in enumerate(rows) if row.number == header_row), None)
    header = rows[position] if position is not None else None
    body = rows[position + 1 :] if position is not None else rows
    if header is not None:
        folded = [fold(value) for value in header.values]
        body = [row for row in body if [fold(value) for value in row.values] != folded]
    if not body:
        raise SheetError("no_rows")
    shifted = _shifted(header, body)
    columns = _columns(header, rows[position - 1] if position else None, body, sheet)
    first = header.number if header else body[0].number - 1
    return Table(
        sheet=sheet.name,
        header_row=header.number if header else 0,
        columns=columns,
        rows=tuple(body),
        blank_rows=max(0, body[-1].number - first - len(body)),
        shifted=shifted,
        title=tuple(clean(value) for row in rows[: position or 0] for value in row.values if clean(value)),
    )


def _shifted(header: Row | None, body: Sequence[Row]) -> frozenset[int]:
    """Find rows of a text file that a comma outside quotation marks has pushed to the right.

    When every row is as wide as the others and none as wide as the names, the names themselves are cut: refused.
    """
    if header is None or not header.cells:
        return frozenset()
    widths = {row.cells for row in body}
    if len(widths) == 1 and len(body) > 1 and widths != {header.cells}:
        raise SheetError("cut_names", names=header.cells, cells=widths.pop(), row=header.number)
    return frozenset(row.number for row in body if len(row.values) > header.cells)


def _find_header(rows: Sequence[Row], sheet: Sheet) -> int | None:
    widths = sorted(sum(1 for value in row.values if clean(value)) for row in rows[:LOOK_AT])
    usual = widths[int(len(widths) * 0.8)]
    merged_rows = {span.row for span in sheet.spans}
    for position, row in enumerate(rows[:LOOK_AT]):
        texts = [clean(value) for value in row.values if clean(value)]
        below = rows[position + 1] if position + 1 < len(rows) else None
        if below is None and len(rows) > 1:
            return None
        if len(texts) < max(1, usual * 0.5) or len(texts) == 1 < usual:
            continue
        if sum(1 for text in texts if DATA_LIKE.fullmatch(text)) > len(texts) * 0.1:
            continue
        if len({fold(text) for text in texts}) < len(texts) * 0.5 or sum(map(len, texts)) > 200 * len(texts):
            continue
        if (
            row.number in merged_rows
            and below
            and len([value for value in below.values if clean(value)]) > len(texts)
        ):
            continue
        return position
    return None


def _columns(header: Row | None, above: Row | None, body: Sequence[Row], sheet: Sheet) -> tuple[Column, ...]:
    width = max(len(row.values) for row in (*body, *([header] if header else [])))
    filled = [
        any(index < len(row.values) and row.values[index].strip() for row in body) for index in range(width)
    ]
    names = [clean(header.at(index)).replace("\n", " ") if header else "" for index in range(width)]
    twice = {name for name in names if name and [fold(other) for other in names].count(fold(name)) > 1}
    groups = _groups(above, width, sheet) if twice and above else []
    if len(set(filter(None, groups))) > 1:
        names = [
            f"{group} {name}".strip() if name in twice else name
            for group, name in zip(groups, names, strict=True)
        ]
    return tuple(Column(index, name) for index, name in enumerate(names) if name or filled[index])


def _groups(above: Row, width: int, sheet: Sheet) -> list[str]:
    """Spread the words of the line above the header over the columns that they head."""
    spans = [span for span in sheet.spans if span.row == above.number]
    groups = [clean(above.at(index)) for index in range(width)]
    if spans:
        for span in spans:
            for index in range(span.first, min(span.last + 1, width)):
                groups[index] = groups[span.first]
        return groups
    current = ""
    for index, group in enumerate(groups):
        current = group or current
        groups[index] = current
    return groups
