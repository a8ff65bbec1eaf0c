"""Twelve invented schedules through the reader: each cell is right, asked or left out in sight, none guessed."""

from __future__ import annotations

from datetime import date

import pytest

from rounds.sheets import read_workbook
from rounds.sheets.schedules.model import Answers, Blocks, Known, Said
from rounds.sheets.schedules.names import Meant, find_person
from rounds.sheets.schedules.read import read_calendar_schedule, read_schedule
from tests.grids import cell_at, split_address
from tests.integrations.schedules.loading import list_schedules

TODAY = date(2026, 6, 1)
SCHEDULES = list_schedules()
each_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=[schedule.name for schedule in SCHEDULES])


def people_of(schedule):
    return [Known(name, name.partition(" (")[0], email) for name, email in schedule.people.items()]


def read(schedule, answers=None):
    if schedule.layout == "calendar":
        people = people_of(schedule)
        return read_calendar_schedule(
            schedule.data, people, answers, name=schedule.file, zone="America/Chicago"
        )
    book = read_workbook(schedule.data, name=schedule.file)
    return read_schedule(book.sheets, people_of(schedule), answers, today=TODAY)


def facts(rotation):
    return (rotation.cell, rotation.person, rotation.word, rotation.first, rotation.last)


def asked_cells(outcome):
    """Return the cells about which something other than the kind is asked."""
    return {cell for one in outcome.questions if one.cause != "kind" for cell in one.cells}


def say(schedule, outcome) -> Answers:
    """Answer what is asked, as somebody who knows the schedule."""
    answers = Answers(who={}, kinds={}, names={}, cells={})
    for one in outcome.questions:
        at = [rotation for rotation in schedule.rotations if rotation.cell in one.cells]
        if one.cause == "who":
            there = {rotation.person for rotation in at}
            if schedule.rows:
                there |= {schedule.rows.get(split_address(cell)[0], "") for cell in one.cells}
            said = next((key for key in one.options if key in there), "")
            answers.who[one.key] = said
        elif one.cause in ("cell", "when", "overlap"):
            answers.cells[one.key] = tuple(Said(r.word, r.first, r.last) for r in at)
        elif one.cause in ("word", "kind"):
            word = schedule.words[one.key]
            answers.kinds[one.key], answers.names[one.key] = word.kind, word.name
        elif one.cause == "blocks":
            days = list(schedule.periods.values())
            blocks = Blocks(days[0][0], (days[0][1] - days[0][0]).days + 1, days[-1][1])
            answers = Answers(answers.who, answers.kinds, answers.names, answers.cells, blocks, answers.year)
        elif one.cause == "year":
            year = min(r.first for r in schedule.rotations).year
            answers = Answers(answers.who, answers.kinds, answers.names, answers.cells, answers.blocks, year)
    return answers


def merged(one: Answers, other: Answers) -> Answers:
    return Answers(
        {**one.who, **other.who},
        {**one.kinds, **other.kinds},
        {**one.names, **other.names},
        {**one.cells, **other.cells},
        other.blocks or one.blocks,
        other.year or one.year,
    )


@each_schedule
def test_nothing_is_guessed_before_anything_is_answered(schedule):
    outcome = read(schedule)
    asked, left_out = asked_cells(outcome), {one.cell for one in outcome.left_out}
    expected = {facts(rotation): schedule.outcome(rotation) for rotation in schedule.rotations}
    found = {facts(rotation) for rotation in outcome.rotations}

    wrong = [f"{one} is no rotation of this schedule" for one in found - set(expected)]
    for rotation, outcomes in expected.items():
        if rotation in found and "is" not in outcomes:
            wrong.append(f"{rotation} was taken, not {sorted(outcomes)}")
        if rotation not in found and rotation[0] not in asked | left_out:
            wrong.append(f"{rotation} vanished")
        if rotation not in found and outcomes == {"is"} and not schedule.asks:
            wrong.append(f"{rotation} is asked for nothing")
    for cell, rule in schedule.cells.items():
        in_sight = [one.text for one in outcome.questions if cell in one.cells]
        in_sight += [one.text for one in outcome.left_out if one.cell == cell]
        taken = any(one[0] == cell for one in found)
        if not taken and not any(rule.names in text for text in in_sight):
            wrong.append(f"{cell} does not show {rule.names!r}: {in_sight}")
    assert not wrong, "\n".join(wrong)


@each_schedule
def test_words_that_are_not_surely_known_are_asked_once(schedule):
    outcome = read(schedule)
    asked = {one.key for one in outcome.questions if one.cause in ("kind", "word")}

    for rotation in outcome.rotations:
        meant = schedule.words[rotation.word]
        assert rotation.kind in ("", meant.kind), rotation
        assert rotation.kind or rotation.word in asked, rotation
        assert "is" in meant.outcomes or not rotation.kind, rotation


@each_schedule
def test_lines_that_are_nobody_are_named_or_asked(schedule):
    outcome = read(schedule)
    if schedule.layout == "calendar":
        return  # every entry is for somebody, or asked
    shown = {split_address(one.cell)[0] for one in outcome.left_out}
    shown |= {split_address(cell)[0] for one in outcome.questions for cell in one.cells}

    assert set(schedule.no_person) <= shown
    assert not {rotation.row for rotation in outcome.rotations} & set(schedule.no_person)


@each_schedule
def test_every_filled_cell_is_in_sight(schedule):
    outcome = read(schedule)
    is_grid = schedule.layout != "calendar"
    lines = {split_address(one.cell)[0] for one in outcome.left_out if is_grid}
    cells = (
        asked_cells(outcome)
        | {one.cell for one in outcome.left_out}
        | {one.cell for one in outcome.rotations}
    )

    for cell in schedule.cells:
        if not is_grid:
            assert cell in cells
            continue
        row, letter = split_address(cell)
        assert cell in cells or row in lines or not cell_at(schedule.grid, row, letter), cell


@each_schedule
def test_right_answers_give_every_rotation_and_no_other(schedule):
    answers, outcome = Answers(), read(schedule)
    for _round in range(4):
        answers = merged(answers, say(schedule, outcome))
        outcome = read(schedule, answers)

    assert sorted(map(facts, outcome.rotations)) == sorted(map(facts, schedule.rotations))
    assert {(one.word, one.kind) for one in outcome.rotations} <= {
        (word, meant.kind) for word, meant in schedule.words.items()
    }
    assert not asked_cells(outcome)


@pytest.mark.parametrize("text", ["Ahlstrom, Pilar MD", "Pilar Ahlstrom, MD, MPH", "Dr. Pilar Ahlstrom"])
def test_name_with_a_degree_is_asked_with_the_one_whom_it_means(text):
    people = [Known("1", "Pilar Ahlstrom"), Known("2", "Dora Ahl")]

    assert find_person(text, people) == Meant(None, ("1",))
