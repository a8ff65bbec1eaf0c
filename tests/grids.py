"""Files of cells for tests: CSV as it is on disk, workbooks written from readable YAML, cells by their address."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter

OUTCOMES = ("is", "asked", "left out", "withheld", "nothing")
Grid = list[list[str]]


def load_yaml(path: Path) -> dict[str, Any]:
    """Return what a YAML file says; a key that stands twice is an error, as it would hide a row."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)


class _Strict(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise ValueError(f"a key stands twice {node.start_mark}: {keys}")
        return super().construct_mapping(node, deep=deep)


def read_outcomes(words: str) -> frozenset[str]:
    """Return the allowed outcomes of “is or asked”."""
    found = frozenset(words.split(" or "))
    if unknown := found - set(OUTCOMES):
        raise ValueError(f"{sorted(unknown)} is no outcome; there are {OUTCOMES}")
    return found


def read_text_grid(data: bytes, encoding: str, delimiter: str) -> Grid:
    """Return the cells of a CSV file; quotes are taken away, nothing else."""
    text = data.decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheet_grid(sheet: dict[str, Any]) -> Grid:
    """Return the cells of one sheet of a workbook's YAML as text."""
    return [["" if cell is None else str(cell) for cell in row or []] for row in sheet["rows"]]


def write_book(book: dict[str, Any]) -> bytes:
    """Return the .xlsx that the YAML describes: rows, merges, number formats, hidden columns."""
    made = Workbook()
    made.remove(made.active)
    for title, sheet in book["sheets"].items():
        page = made.create_sheet(title)
        for row in sheet["rows"]:
            page.append(row or [])
        for letter, form in sheet.get("formats", {}).items():
            for cell in page[letter]:
                if isinstance(cell.value, (int, float, date)):
                    cell.number_format = form
        for area in sheet.get("merges", ()):
            page.merge_cells(area)
        for letter in sheet.get("hidden columns", ()):
            page.column_dimensions[letter].hidden = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def split_address(address: str) -> tuple[int, str]:
    """Return (3, "B") of "B3"."""
    letter, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    return int(row), letter


def cell_at(grid: Grid, row: int, letter: str) -> str:
    """Return the text at a row (from 1) and a column's letter, "" beyond the end."""
    index = column_index_from_string(letter) - 1
    return grid[row - 1][index] if row <= len(grid) and index < len(grid[row - 1]) else ""


def letters_of(grid: Grid) -> list[str]:
    """Return the letters of the columns that hold anything."""
    width = max(map(len, grid))
    return [get_column_letter(n + 1) for n in range(width) if any(len(r) > n and r[n].strip() for r in grid)]
