"""Write .csv and .xlsx files in which no cell can be taken for a formula, and which read back as they were."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Iterable, Sequence

from rounds.sheets.formulas import GUARDED, guard

Value = str | int | float | bool | datetime.date | None
# what a cell of a workbook holds; Excel calls a longer one damage
LONGEST_CELL = 32_767
SHORTENED = " … [shortened]"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff\ud800-\udfff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def as_text(value: Value) -> str:
    """Write a value as the reader will read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a UTF-8 file with a byte-order mark, so that Excel shows names as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(name.replace("\x00", "")) for name in header])
    for row in rows:
        writer.writerow([guard(as_text(value).replace("\x00", "")) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "Sheet1") -> bytes:
    """Return a workbook of one sheet; see `write_workbook`."""
    return write_workbook([(sheet, header, rows)])


def write_workbook(pages: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]]) -> bytes:
    """Return a workbook of several sheets, each (name, column names, rows).

    Texts are typed as text, and marked so that editing one keeps it text.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, NamedStyle

    book = Workbook(write_only=True)
    text_style = NamedStyle("Guarded text", number_format="@")
    bold = Font(bold=True)

    def cell(value: Value, *, head: bool = False) -> object:
        made = WriteOnlyCell(page)
        if isinstance(value, str):
            made.value = None
            made._value = _escape(shortened(value))
            made.data_type = "s"
            if GUARDED.match(value):
                made.style = text_style
        elif isinstance(value, float) and not math.isfinite(value):
            made.value = None
        else:
            made.value = value
        if head:
            made.font = bold
        return made

    for name, header, rows in pages:
        page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or "Sheet1")
        page.freeze_panes = "A2"
        page.append([cell(title, head=True) for title in header])
        for row in rows:
            page.append([cell(value) if value not in (None, "") else None for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shortened(text: str) -> str:
    """Return a text that a cell can hold, with a mark where it was cut. Signs beyond the basic plane count twice."""
    if len(text) + sum(sign > "\uffff" for sign in text) <= LONGEST_CELL:
        return text
    left = LONGEST_CELL - len(SHORTENED)
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * left]
    return units.decode("utf-16-le", "ignore") + SHORTENED


def _escape(text: str) -> str:
    """Write characters that XML can't hold the way Excel does (_x000D_)."""
    text = LOOKS_ESCAPED.sub("_x005F_", text.replace("\x00", ""))
    return NOT_IN_XML.sub(lambda match: f"_x{ord(match.group(0)):04X}_", text)
