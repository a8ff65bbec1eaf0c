"""Read text files: any usual encoding, any usual separator, quoted line breaks."""

from __future__ import annotations

import codecs
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from rounds.sheets.errors import SheetError
from rounds.sheets.formulas import unguard
from rounds.sheets.reading.guard import SMALL_TEXT, text_answer_of
from rounds.sheets.reading.model import LIMITS, Limits, Row, Sheet, address

SEPARATORS = ",;\t|"
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LINE_ENDS = re.compile("[\r\n]+")
# a quote that is never closed ends at the end of the file, not at a limit of the module
csv.field_size_limit(LIMITS.text_characters)
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding), encoding
    if data[1:200:2].count(0) > len(data[1:200:2]) * 0.6:
        return _strict(data, "utf-16-le"), "utf-16-le"
    if data[0:200:2].count(0) > len(data[0:200:2]) * 0.6:
        return _strict(data, "utf-16-be"), "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(CONTROL.findall(text, 0, 20_000)) == 0 and "\x00" not in text:
            return text, encoding
    raise SheetError("not_text")


class _Lines:
    """Give the lines with their ends, without a second copy of the text; blank lines go with the one before them.

    `blank` says how many went with the last one, `begins` and `ends` the numbers of its first line and of the next.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.blank = 0
        self.begins = self.ends = 1

    def __iter__(self) -> Iterator[str]:
        start = 0
        for ends in LINE_ENDS.finditer(self.text):
            run = ends.group()
            count = len(run) - run.count("\r\n")
            self.blank, self.begins, self.ends = count - 1, self.ends, self.ends + count
            yield self.text[start : ends.end()]
            start = ends.end()
        self.blank = 0
        if start < len(self.text):
            self.begins, self.ends = self.ends, self.ends + 1
            yield self.text[start:]


def _count_cells(text: str, separator: str, limits: Limits) -> None:
    """Refuse too many cells before any is kept; commas in quoted texts are counted out only when it is close."""
    most = text.count(separator) + text.count("\n") + text.count("\r")
    if most < limits.cells:
        return
    if '"' not in text and text.count(separator) >= limits.cells:
        raise SheetError("cells", limit=f"{limits.cells:,}")
    cells = 0
    try:
        for values in csv.reader(_Lines(text), delimiter=separator):
            cells += len(values)
            if cells > limits.cells:
                raise SheetError("cells", limit=f"{limits.cells:,}")
    except csv.Error:
        return  # said in words where the rows are read


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        raise SheetError("not_text") from None
    if "\x00" in text:
        raise SheetError("not_text")
    return text


def find_separator(text: str) -> str:
    """Choose the separator that cuts the first lines into the steadiest number of columns above one."""
    sample = text[:60_000]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        widths: list[int] = []
        try:
            for values in csv.reader(_Lines(sample), delimiter=separator):
                if any(values):
                    widths.append(len(values))
                if len(widths) >= 60:
                    break
        except csv.Error:
            continue
        # the last line of the sample may be cut
        widths = widths[:-1] if len(widths) > 2 and len(text) > len(sample) else widths
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        score = times / len(widths) * (1 + min(width, 30) / 60) if width > 1 else max(widths) / 100
        if score > best_score:
            best, best_score = separator, score
    return best


def read_delimited(data: bytes, limits: Limits) -> tuple[Sheet, str, str]:
    """Return one sheet, the encoding and the separator; what is not small is read in a process of its own."""
    if len(data) <= SMALL_TEXT:
        return read_here(data, limits)
    with text_answer_of("delimited", data, limits, unread="not_text") as (head, answer):
        rows = tuple(
            Row(number, tuple(sys.intern(value) if len(value) < 40 else value for value in values), cells)
            for number, values, cells in map(json.loads, answer)
        )
    return Sheet(name="", rows=rows), head["encoding"], head["separator"]


def as_lines(found: tuple[Sheet, str, str]) -> Iterator[Any]:
    """Yield what was read as values that can be written one a line."""
    sheet, encoding, separator = found
    yield {"encoding": encoding, "separator": separator}
    for row in sheet.rows:
        yield [row.number, row.values, row.cells]


def read_here(data: bytes, limits: Limits) -> tuple[Sheet, str, str]:
    """Return one sheet, the encoding and the separator. Rows are numbered as a spreadsheet program would."""
    text, encoding = decode(data)
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    chosen = SEPARATOR_LINE.match(first.strip("\r"))
    if chosen:
        separator, text, number = chosen.group(1), rest, 1
    else:
        separator, number = find_separator(text), 0
    if len(text) > limits.text_characters:
        raise SheetError("text")
    _count_cells(text, separator, limits)
    rows = _read_rows(text, separator, number, limits)
    return Sheet(name="", rows=tuple(rows)), encoding, separator


def _read_rows(text: str, separator: str, number: int, limits: Limits) -> list[Row]:
    """Read strictly; where a quotation mark stands oddly, once without stray spaces, and once taking it for a letter."""
    try:
        return _rows(text, separator, number, limits)
    except SheetError as error:
        if error.code != "quote":
            raise
        refused = error
    mended = without_stray_spaces(text, separator)
    for attempt, skips in ((mended, True), (text, False)):
        try:
            return _rows(attempt, separator, number, limits, skips_spaces=skips)
        except SheetError as error:
            if error.code not in ("quote", "open_quote"):
                raise
    raise refused


def _rows(text: str, separator: str, number: int, limits: Limits, *, skips_spaces: bool = True) -> list[Row]:
    """Return the rows of a text; quotation marks must be closed, and doubled inside."""
    rows: list[Row] = []
    cells = 0
    lines = _Lines(text)
    line = 1
    try:
        for values in csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=skips_spaces):
            number += 1
            width = len(values)
            while values and not values[-1].strip():
                values.pop()
            cells += len(values)
            _check_width(values, number, cells, limits)
            if values:
                rows.append(Row(number, tuple(unguard(value) for value in values), width))
            number += lines.blank
            line = lines.ends
    except csv.Error as error:
        raise SheetError("open_quote" if "unexpected end" in str(error) else "quote", line=line) from None
    return rows


def without_stray_spaces(text: str, separator: str) -> str:
    """Return the text without the spaces that stand between a closing quotation mark and the separator."""
    part = re.escape(separator)
    # nothing is given back once it is taken: time and memory stay in proportion
    quoted = r'[ ]*"[^"]*+(?:""[^"]*+)*+"'
    cell = re.compile(rf"({quoted})[ \t\u00a0]*(?={part}|\r|\n|\Z)|[^{part}\r\n]*", re.DOTALL)
    out: list[str] = []
    place = 0
    while place < len(text):
        match = cell.match(text, place)
        if match is None:
            return text
        out.append(match.group(1) or match.group(0))
        place = match.end()
        if place < len(text):
            out.append(text[place])  # the separator or the end of a line
            place += 1
    return "".join(out)


def _check_width(values: list[str], number: int, cells: int, limits: Limits) -> None:
    if len(values) > limits.columns:
        raise SheetError("columns", limit=address(1, limits.columns - 1)[:-1])
    if cells > limits.cells:
        raise SheetError("cells", limit=f"{limits.cells:,}")
    for index, value in enumerate(values):
        if len(value) > limits.cell_characters:
            raise SheetError("long_cell", cell=address(number, index), limit=limits.cell_characters)
