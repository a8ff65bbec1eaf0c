"""What a file said: sheets, rows and columns, each value with its address."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound what a file may cost before and while it is read (bytes, cells, seconds)."""

    file_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 100 * 1024 * 1024
    ratio: int = 100
    entries: int = 1_000
    cells: int = 1_000_000
    columns: int = 4_000
    text_characters: int = 40_000_000
    cell_characters: int = 100_000
    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 20
    wall_seconds: int = 60


LIMITS = Limits()


def column_letter(index: int) -> str:
    """Name a column as Excel does: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Name a cell as Excel does; `row` counts from 1, `column` from 0."""
    return f"{column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet: its number as Excel shows it and the raw texts, A first."""

    number: int
    values: tuple[str, ...]
    cells: int = 0  # how many cells the line of a text file has, blank ones at its end included

    def at(self, column: int) -> str:
        return self.values[column] if column < len(self.values) else ""


@dataclass(frozen=True, slots=True)
class Span:
    """Cells merged sideways in the first rows of a sheet (columns from 0, both included)."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Numbers and dates are text: 5, -5.2, 2026-07-01, 2026-07-01 09:30."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    spans: tuple[Span, ...] = ()
    filled: int = 0  # cells that took the value of a cell merged downwards
    hidden_rows: int = 0
    no_result: tuple[str, ...] = ()  # cells with a formula that was never calculated


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its name, the way it was read, and its sheets in order."""

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""

    @property
    def visible_sheets(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.rows and not sheet.hidden)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's place (from 0) and name.

    A column folded from several has the place after the last one, and `sources`. `aliases` are other names for it,
    `group` is what stands over it and its neighbors, `sort` what REDCap calls its kind.
    """

    index: int
    header: str
    sources: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""
    sort: str = ""

    @property
    def letter(self) -> str:
        return column_letter(self.sources[0] if self.sources else self.index)


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """Which lines of a sheet hold the names of its columns: `names` by its number, 0 for none, and one `under` it.

    `next` is a line further down that names the columns in another way, 0 for none.
    """

    names: int
    under: int = 0
    is_sure: bool = True
    next: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a sheet and the rows below them. `header_row` 0 means that there is none."""

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    blank_rows: int = 0
    shifted: frozenset[int] = frozenset()  # rows of a text file with more cells than there are columns
    title: tuple[str, ...] = ()
    header_is_sure: bool = True
    ticked: tuple[str, ...] = ()  # columns under a question whose marks were read as their names
    next_names: int = 0  # the line from which on other names hold
    again: tuple[int, ...] = ()  # lines below that say the names once more

    @property
    def lines(self) -> int:
        """Return of how many lines a check says what becomes of them: the rows, and the names that stand once more."""
        return len(self.rows) + len(self.again)

    def values_of(self, column: Column) -> list[str]:
        return [row.at(column.index) for row in self.rows]

    def first_values_of(self, column: Column, most: int) -> list[str]:
        """Return the first values of a column that are not blank."""
        values = (row.at(column.index) for row in self.rows)
        return list(islice((value for value in values if value and not value.isspace()), most))
