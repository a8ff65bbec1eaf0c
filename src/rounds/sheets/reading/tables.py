"""Cut a sheet into the names of its columns and the rows below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.model import Column, HeaderLines, Row, Sheet, Table, Workbook
from rounds.sheets.text import clean, fold

# what stands under a question that has one answer
GENERIC = {"response", "open ended response", "answer", "value", "open text"}
TICKS = {"x", "\u2713", "\u2714", "yes", "true", "checked", "selected"}
NO_TICKS = {"", "no", "false", "unchecked", "not selected"}


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


def filled_rows(sheet: Sheet) -> list[Row]:
    """Return the lines that say anything; a sheet without one is refused."""
    rows = [row for row in sheet.rows if any(clean(value) for value in row.values)]
    if not rows:
        raise SheetError("no_rows")
    return rows


def cut_table(sheet: Sheet, lines: HeaderLines) -> Table:
    """Cut a sheet below its lines of names. Lines that repeat the names further down are no rows, and are told."""
    rows = filled_rows(sheet)
    place = (
        next((at for at, row in enumerate(rows) if row.number == lines.names), None) if lines.names else None
    )
    header = rows[place] if place is not None else None
    under = next((row for row in rows if lines.under and row.number == lines.under), None)
    last = max(lines.names, lines.under) if header else 0
    body = [row for row in rows if row.number > last]
    again = _repeats_in(body, header) if header is not None else ()
    body = [row for row in body if row.number not in again]
    if not body:
        raise SheetError("no_rows")
    shifted = _shifted(header, body)
    above = rows[place - 1] if place and rows[place - 1].number == lines.names - 1 else None
    columns = _columns(header, under, above, body, sheet)
    first = last or body[0].number - 1
    table = Table(
        sheet=sheet.name,
        header_row=header.number if header else 0,
        columns=columns,
        rows=tuple(body),
        blank_rows=max(0, body[-1].number - first - len(body)),
        shifted=shifted,
        title=tuple(clean(value) for row in rows[: place or 0] for value in row.values if clean(value)),
        header_is_sure=lines.is_sure,
        next_names=lines.next,
        again=again,
    )
    return _read_ticks(table)


def _repeats_in(body: list[Row], header: Row) -> tuple[int, ...]:
    folded = [fold(value) for value in header.values]
    return tuple(row.number for row in body if repeats(row, folded))


def repeats(row: Row, folded: Sequence[str]) -> bool:
    """Tell whether a line says the names of the columns once more, or two of them at least where it is not blank."""
    if len(row.values) > len(folded) or len(row.values) < 2 <= len(folded):
        return False
    pairs = [(value, name) for value, name in zip(row.values, folded, strict=False) if value]
    return (len(pairs) > 1 or len(folded) == 1) and all(fold(value) == name for value, name in pairs)


def _shifted(header: Row | None, body: Sequence[Row]) -> frozenset[int]:
    """Find rows of a text file that a comma outside quotation marks has pushed to the right.

    When every row is as wide as the others and none as wide as the names, the names themselves are cut: refused.
    Empty cells at the end of a line are no width.
    """
    if header is None or not header.cells:
        return frozenset()
    widths = {row.cells for row in body}
    widest = max(len(row.values) for row in body)
    if len(widths) == 1 and len(body) > 1 and widths != {header.cells}:
        [width] = widths
        if len(header.values) > width or widest > header.cells:
            raise SheetError("cut_names", names=header.cells, cells=width, row=header.number)
    return frozenset(row.number for row in body if len(row.values) > header.cells)


def _columns(
    header: Row | None, under: Row | None, above: Row | None, body: Sequence[Row], sheet: Sheet
) -> tuple[Column, ...]:
    width = max(
        len(row.values) for row in (*body, *([header] if header else []), *([under] if under else []))
    )
    filled = [False] * width
    for row in body:
        for index, value in enumerate(row.values):
            if value and not filled[index] and value.strip():
                filled[index] = True
    names = [clean(header.at(index)).replace("\n", " ") if header else "" for index in range(width)]
    groups = [""] * width
    if under is not None:
        names, groups = _with_line_under(names, [clean(under.at(index)) for index in range(width)])
    elif above is not None:
        groups = _groups(above, width, sheet)
        names = _tell_apart(names, groups)
    return tuple(
        Column(index, name, group=groups[index] if groups[index] != name else "")
        for index, name in enumerate(names)
        if name or filled[index]
    )


def _with_line_under(names: list[str], under: list[str]) -> tuple[list[str], list[str]]:
    """Return the names of columns whose question stands over several answers, and the questions."""
    found, groups = [], []
    question = ""
    for name, answer in zip(names, under, strict=True):
        question = name or question
        is_own = bool(answer) and fold(answer) not in GENERIC and fold(answer) != fold(name)
        found.append(answer if is_own else name or (question if answer else ""))
        groups.append(question if is_own else "")
    return found, groups


def _tell_apart(names: list[str], groups: list[str]) -> list[str]:
    """Put the words of the line above before names that stand twice."""
    if len(set(filter(None, groups))) < 2:
        return names
    counts = Counter(fold(name) for name in names if name)
    return [
        f"{group} {name}".strip() if name and counts[fold(name)] > 1 else name
        for group, name in zip(groups, names, strict=True)
    ]


def _groups(above: Row, width: int, sheet: Sheet) -> list[str]:
    """Spread the words of the line above the header over the columns that they head."""
    spans = [span for span in sheet.spans if span.row == above.number]
    groups = [clean(above.at(index)) for index in range(width)]
    if spans:
        for span in spans:
            for index in range(span.first, min(span.last + 1, width)):
                groups[index] = groups[span.first]
    else:
        current = ""
        for index, group in enumerate(groups):
            current = group or current
            groups[index] = current
    # one text is a title, but for one that was merged over some columns in the middle
    heads_some = bool(spans) and not groups[0]
    return groups if len(set(filter(None, groups))) > 1 or heads_some else [""] * width


def _read_ticks(table: Table) -> Table:
    """Put the name of a column for its ticks, where a question stands over several answers."""
    ticked = {
        column.index: column.header
        for column in table.columns
        if column.group and column.header and _has_ticks(table.values_of(column))
    }
    if not ticked:
        return table
    rows = tuple(
        replace(
            row,
            values=tuple(
                (ticked[place] if clean(value).lower() in TICKS else "") if place in ticked else value
                for place, value in enumerate(row.values)
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows, ticked=tuple(ticked.values()))


def _has_ticks(values: Sequence[str]) -> bool:
    texts = {clean(value).lower() for value in values}
    return bool(texts & TICKS) and texts <= TICKS | NO_TICKS
