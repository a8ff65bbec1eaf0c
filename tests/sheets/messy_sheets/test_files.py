"""The messy sheets themselves: each file opens, each expectation names what is there, no cell is without one.

Whether they are read rightly is tested elsewhere; these tests import nothing of the reader but the names of targets.
"""

from __future__ import annotations

import io
import re
from collections import Counter

import openpyxl
import pytest

from rounds.sheets import CATALOGS
from tests.grids import cell_at, letters_of, split_address
from tests.sheets.messy_sheets.loading import Column, Shape, list_more_shapes, list_shapes

FIRST = list_shapes()
SHAPES = [*FIRST, *list_more_shapes()]
UPLOADS = [(shape, upload) for shape in SHAPES for upload in shape.uploads]
each_upload = pytest.mark.parametrize(
    ("shape", "upload"), UPLOADS, ids=[f"{shape.name}-{upload.file}" for shape, upload in UPLOADS]
)
BOTH = "mentees and mentors"
NAMES = ("first_name", "last_name")


def targets_of(shape: Shape) -> set[str]:
    """Return the targets of a kind; a sheet with both sides has those of both and says which side."""
    if shape.kind == BOTH:
        return {"side", *CATALOGS["mentees"].index, *CATALOGS["mentors"].index}
    return set(CATALOGS[shape.kind].index)


def filled_by(column: Column) -> tuple[str, ...]:
    return NAMES if column.target == "full_name" else (column.target,) if column.target else ()


def count_people(shape: Shape) -> int:
    """Return how many people are on record afterward: an address is a person, a moved employee number the same one."""
    known = [*shape.institution.get("mentors", ()), *shape.institution.get("mentees", ())]
    before = {person["email"] for person in known}
    rows = [row for upload in shape.uploads for row in upload.rows.values()]
    emails = {row[key] for row in rows for key in ("email", "mentor_email", "mentee_email") if key in row}
    moved: dict[str, set[str]] = {}
    for row in rows:
        if "employee_id" in row and "email" in row:
            moved.setdefault(row["employee_id"].lower(), set()).add(row["email"])
    return len(before | emails) - sum(len(addresses) - 1 for addresses in moved.values())


def test_twice_thirty_shapes_are_distinct():
    sentences = Counter(shape.shape for shape in SHAPES)
    files = Counter(upload.data for _, upload in UPLOADS)

    assert (len(FIRST), len(SHAPES)) == (30, 60)
    assert max(sentences.values()) == 1
    assert max(files.values()) == 1


@each_upload
def test_file_opens_and_holds_six_to_fourteen_people(shape, upload):
    if upload.file.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(upload.data))
        filled = {
            cell.coordinate for sheet in book for row in sheet for cell in row if cell.value is not None
        }
        written = {
            f"{letter}{row}"
            for letter in letters_of(upload.grid)
            for row in range(1, len(upload.grid) + 1)
            if cell_at(upload.grid, row, letter)
        }
        assert written <= filled

    assert 6 <= len(upload.rows) <= 14


@each_upload
def test_each_column_and_row_of_the_file_has_its_expectation(shape, upload):
    last_header = max(upload.header, default=0)
    below = range(last_header + 1, len(upload.grid) + 1)
    people = [row for row in below if any(text.strip() for text in upload.grid[row - 1])]

    assert set(upload.columns) == set(letters_of(upload.grid))
    assert sorted([*upload.rows, *upload.no_person]) == people
    for letter, column in upload.columns.items():
        headings = [cell_at(upload.grid, row, letter).strip() for row in upload.header]
        assert column.heading.strip() in (headings or [""]), (
            f"{letter}: {column.heading!r} is not in {headings}"
        )


@each_upload
def test_each_named_cell_stands_in_a_row_of_people_and_shows_its_words(shape, upload):
    for address, cell in upload.cells.items():
        row, letter = split_address(address)

        assert row in upload.rows, address
        assert letter in upload.columns, address
        assert cell.names, f"{address} does not say what its question shows"
        shown = (*upload.grid[row - 1], *(text for line in upload.dictionary_grid for text in line))
        assert cell.names in " ".join(text.strip() for text in shown), address


@each_upload
def test_targets_exist_and_no_cell_is_without_an_expectation(shape, upload):
    known = targets_of(shape)
    made = {target for column in upload.columns.values() for target in filled_by(column)}
    cells = [(row, letter, column) for row in upload.rows for letter, column in upload.columns.items()]

    assert {column.target for column in upload.columns.values()} - {""} <= known
    for row, right in [*upload.rows.items(), *upload.also_right.items()]:
        beyond = set(right) - made - set(shape.asks) - set(upload.also_right.get(row, ()))
        assert not beyond, f"row {row}: no column gives {beyond}"
    for row, letter, column in cells:
        if cell_at(upload.grid, row, letter).strip() and f"{letter}{row}" not in upload.cells:
            missing = set(filled_by(column)) - set(upload.rows[row])
            assert not missing, f"{letter}{row} has no right value of {missing}, and no line of its own"


@each_upload
def test_a_column_that_becomes_something_says_what_and_one_that_stays_out_does_not(shape, upload):
    for letter, column in upload.columns.items():
        assert bool(column.target) or "is" not in column.outcomes, letter
        assert not (column.target and column.outcomes <= {"left out", "withheld"}), letter


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_people_are_counted_and_invented(shape):
    everything = str([(upload.grid, upload.dictionary_grid) for upload in shape.uploads]) + str(
        shape.institution
    )

    domains = re.findall(r"\w@([\w.-]+)", everything)

    assert shape.people == count_people(shape)
    assert [domain for domain in domains if not domain.endswith("example.org")] == []


def test_pictures_are_longer_than_any_cell_may_be():
    dictionaries = [
        upload.dictionary_grid for _, upload in UPLOADS if upload.dictionary and "picture" in upload.file
    ]

    longest = [max(len(text) for row in grid for text in row) for grid in dictionaries]
    assert longest
    assert min(longest) > 100_000


def test_withheld_values_can_be_looked_for_on_pages():
    planted = {shape.name: upload.withheld_values() for shape, upload in UPLOADS if upload.withheld_values()}

    assert set(planted) == {"no_header", "withheld_headings", "withheld_private_columns"}
    assert "000-41-7702" in planted["withheld_headings"]
    assert "3/14/1997" in planted["no_header"]
