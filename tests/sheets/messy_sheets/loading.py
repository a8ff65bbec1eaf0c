"""Reads the messy sheets and what must come of them; README.md beside it says what each line means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.grids import (
    Grid,
    cell_at,
    load_yaml,
    read_outcomes,
    read_text_grid,
    sheet_grid,
    write_book,
)
from tests.sheets.messy_sheets.shorthand import rows_in_full

FOLDER = Path(__file__).with_name("files")
MORE = Path(__file__).with_name("more")  # in shorthand, each file inside its expectation


@dataclass(frozen=True)
class Column:
    """What becomes of a column; `target` is what it becomes at once or after the right answer."""

    heading: str
    outcomes: frozenset[str]
    target: str = ""


@dataclass(frozen=True)
class Cell:
    """What becomes of one cell, and the words that its question or sentence has to show."""

    outcomes: frozenset[str]
    names: str = ""


@dataclass(frozen=True)
class Upload:
    """One file as the office chooses it, with its expectation by column, row and cell."""

    file: str
    data: bytes
    grid: Grid
    dictionary: bytes | None
    header: tuple[int, ...]  # none: the file has no header
    header_outcomes: frozenset[str]
    columns: dict[str, Column]
    rows: dict[int, dict[str, Any]]  # row -> target -> right value, once every question is answered rightly
    cells: dict[str, Cell]
    also_right: dict[
        int, dict[str, Any]
    ]  # values that may come beside: right if they are there, no fault if not
    no_person: tuple[int, ...]  # rows below the header that are nobody: named as left out, or asked
    dictionary_grid: Grid = field(default_factory=list)

    def outcome(self, row: int, letter: str) -> frozenset[str]:
        """Return what may become of a cell: its own line, else its column's."""
        cell = self.cells.get(f"{letter}{row}")
        return cell.outcomes if cell else self.columns[letter].outcomes

    def withheld_values(self) -> list[str]:
        """Return texts that no page may show and no table may hold: those with a digit, which stand nowhere by chance."""
        letters = [letter for letter, column in self.columns.items() if column.outcomes == {"withheld"}]
        found = [cell_at(self.grid, row, letter).strip() for row in self.rows for letter in letters]
        return [text for text in found if any(letter.isdigit() for letter in text)]


@dataclass(frozen=True)
class Shape:
    """One shape of messy file: what stands in the institution before, the files in order, how many people after."""

    name: str
    shape: str
    kind: str
    institution: dict[str, Any]
    asks: dict[str, str]  # what is asked once about the whole file
    people: int  # on record afterward, those of before included
    uploads: tuple[Upload, ...]


@cache
def list_shapes() -> list[Shape]:
    """Return the first thirty shapes, by name."""
    return [_shape(path) for path in sorted(FOLDER.glob("*.yaml")) if not path.name.endswith(".xlsx.yaml")]


@cache
def list_more_shapes() -> list[Shape]:
    """Return the second thirty shapes, by name."""
    return [_shape(path) for path in sorted(MORE.glob("*.yaml"))]


def _shape(path: Path) -> Shape:
    said = load_yaml(path)
    return Shape(
        name=path.stem,
        shape=said["shape"],
        kind=said["kind"],
        institution=said.get("institution", {}),
        asks=said.get("asks", {}),
        people=said["people"],
        uploads=tuple(_upload(upload) for upload in said["uploads"]),
    )


def _upload(said: dict[str, Any]) -> Upload:
    data, grid = _file(said["file"], said)
    dictionary, dictionary_grid = _file(said["dictionary"], said) if "dictionary" in said else (None, [])
    header = said.get("header", {"rows": [1]})
    return Upload(
        file=said["file"],
        data=data,
        grid=grid,
        dictionary=dictionary,
        dictionary_grid=dictionary_grid,
        header=tuple(header["rows"]),
        header_outcomes=read_outcomes(header.get("outcome", "is")),
        columns={
            letter: Column(heading, read_outcomes(words), *rest)
            for letter, (heading, words, *rest) in said["columns"].items()
        },
        rows=rows_in_full(said, grid) if _is_inside(said) else said["rows"],
        cells={
            address: Cell(read_outcomes(words), *map(str, rest))
            for address, (words, *rest) in said.get("cells", {}).items()
        },
        also_right=said.get("also right", {}),
        no_person=tuple(said.get("no person", ())),
    )


def _is_inside(said: dict[str, Any]) -> bool:
    return "text" in said or "book" in said


def _file(name: str, said: dict[str, Any]) -> tuple[bytes, Grid]:
    """Return a file's bytes and cells; it stands beside its expectation, or inside."""
    if name == said.get("dictionary") and "dictionary text" in said:
        data = said["dictionary text"].encode()
        return data, read_text_grid(data, "utf-8", ",")
    if name == said["file"] and "text" in said:
        encoding = said.get("encoding", "utf-8-sig")
        data = said["text"].encode(encoding)
        return data, read_text_grid(data, encoding, said.get("delimiter", ","))
    if name == said["file"] and "book" in said:
        return write_book(said["book"]), sheet_grid(next(iter(said["book"]["sheets"].values())))
    if name.endswith(".xlsx"):
        book = load_yaml(FOLDER / f"{name}.yaml")
        return write_book(book), sheet_grid(book["sheets"][said.get("sheet", next(iter(book["sheets"])))])
    data = (FOLDER / name).read_bytes()
    for word, length in said.get("fill", {}).items():
        data = data.replace(word.encode(), b"QUJD" * (length // 4))
    return data, read_text_grid(data, said.get("encoding", "utf-8-sig"), said.get("delimiter", ","))


__all__ = ["Cell", "Column", "Shape", "Upload", "list_more_shapes", "list_shapes"]
