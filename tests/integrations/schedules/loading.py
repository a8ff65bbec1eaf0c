"""Reads the rotation schedules and what must come of them; README.md beside it says what each line means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from tests.grids import (
    Grid,
    cell_at,
    load_yaml,
    read_outcomes,
    read_text_grid,
    sheet_grid,
    split_address,
    write_book,
)

FOLDER = Path(__file__).with_name("files")
LAYOUTS = ("list", "people down", "services across", "calendar")
KINDS = (
    *("major", "elective", "nights", "night_float", "clinic", "jeopardy", "away"),
    *("vacation", "leave", "research", "free"),
)


@dataclass(frozen=True)
class Word:
    """What a word of the schedule means: a kind, `name` where the legend has a longer one."""

    kind: str
    outcomes: frozenset[str]
    name: str = ""


@dataclass(frozen=True)
class Cell:
    """What becomes of one cell (or calendar entry), and the words that its question or sentence has to show."""

    outcomes: frozenset[str]
    names: str = ""


@dataclass(frozen=True)
class Rotation:
    """One rotation that is true once every question is answered rightly; `last` is its last day."""

    cell: str
    person: str
    word: str
    first: date
    last: date


@dataclass(frozen=True)
class Schedule:
    """One invented schedule with its expectation, cell by cell."""

    name: str
    shape: str
    layout: str
    file: str
    data: bytes
    grid: Grid  # empty for a calendar file
    people: dict[str, str]  # on record before: name -> address
    header: tuple[int, ...]
    no_person: tuple[int, ...]
    besides: tuple[str, ...]  # columns beside the plan: names, years in training, notes
    asks: dict[str, str]  # once about the whole file
    may_ask: dict[str, str]
    words: dict[str, Word]
    rows: dict[int, str]  # row -> person, where residents stand down the side
    asked_rows: tuple[int, ...]  # whose person is asked
    periods: dict[str, tuple[date, date]]
    spans: dict[str, str]  # first cell -> last cell of one rotation over several columns
    cells: dict[str, Cell]
    rotations: tuple[Rotation, ...]

    def outcome(self, rotation: Rotation) -> frozenset[str]:
        """Return what may become of who, where and when of a rotation (its kind: `words`)."""
        cell = self.cells.get(rotation.cell)
        if cell:
            return cell.outcomes
        asked = self.rows and split_address(rotation.cell)[0] in self.asked_rows
        return frozenset({"asked"} if asked else {"is"})


def list_schedules() -> list[Schedule]:
    """Return the schedules, by name."""
    return [_schedule(path) for path in sorted(FOLDER.glob("*.yaml")) if not path.name.endswith(".xlsx.yaml")]


def _schedule(path: Path) -> Schedule:
    said = load_yaml(path)
    data, grid = _file(said)
    spans = dict(span.split(":") for span in said.get("spans", ()))
    rotations = [Rotation(*rotation) for rotation in said.get("rotations", ())]
    return Schedule(
        name=path.stem,
        shape=said["shape"],
        layout=said["layout"],
        file=said["file"],
        data=data,
        grid=grid,
        people=said["people"],
        header=tuple(said.get("header", ())),
        no_person=tuple(said.get("no person", ())),
        besides=tuple(said.get("besides", ())),
        asks=said.get("asks", {}),
        may_ask=said.get("may ask", {}),
        words={
            word: Word(kind, read_outcomes(outcomes), *name)
            for word, (kind, outcomes, *name) in said["words"].items()
        },
        rows=said.get("rows", {}),
        asked_rows=tuple(said.get("asked rows", ())),
        periods={letter: (first, last) for letter, (first, last) in said.get("periods", {}).items()},
        spans=spans,
        cells={
            address: Cell(read_outcomes(outcomes), *names)
            for address, (outcomes, *names) in said.get("cells", {}).items()
        },
        rotations=tuple(rotations or _from_grid(said, grid, spans)),
    )


def _file(said: dict[str, Any]) -> tuple[bytes, Grid]:
    name = said["file"]
    if name.endswith(".xlsx"):
        book = load_yaml(FOLDER / f"{name}.yaml")
        return write_book(book), sheet_grid(book["sheets"][said.get("sheet", next(iter(book["sheets"])))])
    data = (FOLDER / name).read_bytes()
    return data, read_text_grid(data, "utf-8", ",") if name.endswith(".csv") else []


def _from_grid(said: dict[str, Any], grid: Grid, spans: dict[str, str]) -> list[Rotation]:
    """Return the rotations of a schedule with residents down the side: the cell's word in its column's period."""
    found = []
    for row, person in said["rows"].items():
        for letter in said["periods"]:
            address = f"{letter}{row}"
            text = cell_at(grid, row, letter).strip()
            if address in said.get("split", {}):
                found += [Rotation(address, person, *part) for part in said["split"][address]]
            elif text and address not in covered(spans) and said["words"].get(text, ["free"])[0] != "free":
                last = split_address(spans.get(address, address))[1]
                found.append(
                    Rotation(address, person, text, said["periods"][letter][0], said["periods"][last][1])
                )
    return found


def covered(spans: dict[str, str]) -> set[str]:
    """Return the cells that belong to a rotation that began to the left of them."""
    found = set()
    for begin, end in spans.items():
        (row, first), (_, last) = split_address(begin), split_address(end)
        places = range(column_index_from_string(first) + 1, column_index_from_string(last) + 1)
        found |= {f"{get_column_letter(place)}{row}" for place in places}
    return found
