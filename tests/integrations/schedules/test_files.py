"""The schedules themselves: each file opens, each expectation names what is there, no cell is without one."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import openpyxl
import pytest

from tests.grids import cell_at, letters_of, split_address
from tests.integrations.schedules.loading import KINDS, LAYOUTS, covered, list_schedules

SCHEDULES = list_schedules()
each_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=[schedule.name for schedule in SCHEDULES])


def text_of(schedule, address):
    """Return what stands in a cell, or in the calendar entry with that UID, its folded lines put together."""
    if schedule.grid:
        return cell_at(schedule.grid, *split_address(address)).strip()
    entries = schedule.data.decode().replace("\r\n ", "").replace("\\,", ",").split("BEGIN:VEVENT")
    return next(entry for entry in entries if f"UID:{address}@" in entry)


def plan_cells(schedule):
    """Return the filled cells of the plan itself: no header, no names, no line of totals."""
    people = set(range(1, len(schedule.grid) + 1)) - set(schedule.header) - set(schedule.no_person)
    letters = [letter for letter in letters_of(schedule.grid) if letter not in schedule.besides]
    return [
        f"{letter}{row}"
        for row in sorted(people)
        for letter in letters
        if cell_at(schedule.grid, row, letter)
    ]


def test_twelve_shapes_are_distinct():
    assert len(SCHEDULES) == 12
    assert len({schedule.shape for schedule in SCHEDULES}) == 12
    assert {schedule.file.rpartition(".")[2] for schedule in SCHEDULES} == {"csv", "xlsx", "ics"}
    assert {schedule.layout for schedule in SCHEDULES} == set(LAYOUTS)


@each_schedule
def test_file_opens_and_merges_are_spans(schedule):
    if schedule.file.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(schedule.data))
        merged = {str(area) for sheet in book for area in sheet.merged_cells.ranges}
        below = {area for area in merged if split_address(area.split(":")[0])[0] not in schedule.header}
        assert below <= {f"{first}:{last}" for first, last in schedule.spans.items()}
    if schedule.file.endswith(".ics"):
        lines = schedule.data.split(b"\r\n")
        assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") == 10
        assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")

    assert schedule.rotations


@each_schedule
def test_each_rotation_stands_in_its_cell_with_a_person_and_a_word_that_are_known(schedule):
    for rotation in schedule.rotations:
        text = text_of(schedule, rotation.cell)

        assert rotation.person in schedule.people, rotation
        assert schedule.words[rotation.word].kind in KINDS, rotation
        assert text, rotation
        if schedule.layout != "services across":
            assert rotation.word in text, rotation
        else:  # the cell is the person, its heading the word
            row, letter = split_address(rotation.cell)
            assert rotation.person.split()[-1] in text, rotation
            assert rotation.word == cell_at(schedule.grid, schedule.header[0], letter), row


@each_schedule
def test_each_word_is_used(schedule):
    everything = [text for row in schedule.grid for text in row] or [schedule.data.decode()]

    used = {rotation.word for rotation in schedule.rotations}
    free = {word for word, meant in schedule.words.items() if meant.kind == "free" and word in everything}
    assert used | free == set(schedule.words)


@each_schedule
def test_no_cell_is_without_an_expectation(schedule):
    expected = (
        {rotation.cell for rotation in schedule.rotations} | set(schedule.cells) | covered(schedule.spans)
    )
    free = {word for word, meant in schedule.words.items() if meant.kind == "free"}
    if schedule.layout == "people down":
        filled = [cell for cell in plan_cells(schedule) if text_of(schedule, cell) not in free]
        assert sorted(set(filled) - expected) == []
        assert set(schedule.periods) == {split_address(cell)[1] for cell in plan_cells(schedule)}
    elif schedule.layout == "services across":
        assert sorted(set(plan_cells(schedule)) - expected) == []
    elif schedule.layout == "list":
        lines = range(max(schedule.header) + 1, len(schedule.grid) + 1)
        assert {split_address(cell)[0] for cell in expected} == set(lines)
    else:
        assert expected == set(re.findall(r"UID:(.+?)@", schedule.data.decode()))


@each_schedule
def test_named_cells_show_their_words(schedule):
    for address, cell in schedule.cells.items():
        text = text_of(schedule, address)
        if schedule.grid:
            text += " ".join(schedule.grid[split_address(address)[0] - 1])

        assert cell.names or cell.outcomes == {"left out"}, address
        assert cell.names in text, address


@each_schedule
def test_days_are_in_order_and_nobody_is_at_two_places(schedule):
    for person in schedule.people:
        own = sorted(
            (rotation.first, rotation.last) for rotation in schedule.rotations if rotation.person == person
        )

        assert own, person
        assert all(first <= last for first, last in own)
        assert all(before[1] < after[0] for before, after in pairwise(own)), person


@each_schedule
def test_periods_follow_each_other_and_neighbors_with_one_word_are_one_rotation(schedule):
    periods = list(schedule.periods.values())
    inside = covered(schedule.spans)

    assert all((after[0] - before[1]).days == 1 for before, after in pairwise(periods))
    for row in schedule.rows:
        for left, right in pairwise(schedule.periods):
            texts = [cell_at(schedule.grid, row, letter) for letter in (left, right)]
            assert texts[0] != texts[1] or not texts[0] or f"{right}{row}" in inside, f"{right}{row}"


@each_schedule
def test_people_are_invented(schedule):
    everything = (
        schedule.data.decode("latin-1") if not schedule.file.endswith(".xlsx") else str(schedule.grid)
    )

    domains = re.findall(r"[\w.+-]+@([\w.-]+)", everything + str(schedule.people))
    assert [domain for domain in domains if not domain.lower().endswith("example.org")] == []
