"""Which lines hold the names: two lines of them, titles over groups, people who must not be taken for names."""

from __future__ import annotations

import pytest

from rounds.sheets import CATALOGS, check_table, choose_sheet, find_table, make_plan, read_workbook
from tests.sheets import TODAY
from tests.sheets.messy import book


def table_of(rows, *merged):
    return find_table(choose_sheet(read_workbook(book({"S": rows}, {"S": list(merged)}))))


def records(table, kind="mentees"):
    catalog = CATALOGS[kind]
    checked = check_table(table, make_plan(table, catalog, today=TODAY), catalog, today=TODAY)
    return [one.values for one in checked.records]


QUESTIONS = ["Trainee", None, "Email", "Skills to develop", None, None]
ANSWERS = ["First name", "Last name", None, "Finance", "Ethics", "Strategy"]
PEOPLE = [["Ann", "Lee", "ann@x.test", "x", None, "x"], ["Cy", "Fox", "cy@x.test", None, "x", None]]


def test_answers_stand_in_the_line_under_their_question():
    table = table_of([QUESTIONS, ANSWERS, *PEOPLE])

    found = records(table)

    learn = "Skills to develop"
    assert [column.group for column in table.columns] == ["Trainee", "Trainee", "", learn, learn, learn]
    assert [(one["first_name"], one["last_name"], one["email"]) for one in found] == [
        ("Ann", "Lee", "ann@x.test"),
        ("Cy", "Fox", "cy@x.test"),
    ]
    assert [len(one["gaps"]) for one in found] == [2, 1]


@pytest.mark.parametrize(
    ("header", "first"),
    [
        # what stands below is a person: an address, a day, a number; a note beside; two names under one heading
        (["First", "Last", "Email", None], ["Ann", "Lee", "ann@x.test", "called twice"]),
        (["First", "Last", "Dept", None], ["Ann", "Lee", None, "called twice"]),
        (["Trainee", None, "Started", "Email"], ["Ann", "Lee", None, "ann@x.test"]),
        (["Trainee", None, "Email", "Dept"], ["Ann", "Lee", None, None]),
        (["Trainee", None, "Email", None], ["Ann", "Lee", None, "3"]),
    ],
)
def test_first_person_is_no_line_of_answers(header, first):
    table = table_of([header, first, ["Cy", "Fox", "cy@x.test", None], ["Bo", "Ray", "bo@x.test", None]])

    assert (table.header_row, [row.number for row in table.rows]) == (1, [2, 3, 4])


@pytest.mark.parametrize(
    ("header", "people"),
    [
        # what they are is a word that heads columns too; a number under half a heading is theirs
        (
            ["Name", "Email", "Role", None],
            [["Ann Lee", None, "Mentor", "new"], ["Cy Fox", "cy@x.test", "Mentee", None]],
        ),
        (["Trainee", None, "Email"], [["Ann", "3", None], ["Cy", "2", "cy@x.test"]]),
    ],
)
def test_first_person_whose_words_could_be_names_is_no_line_of_answers(header, people):
    table = table_of([header, *people, *people])

    assert (table.header_row, len(table.rows)) == (1, 4)


def test_names_that_stand_twice_are_told_apart_by_the_line_above():
    rows = [["Mentor", None, "Mentee", None], ["Name", "Email", "Name", "Email"]]
    people = [
        ["Ann Lee", "ann@x.test", "Cy Fox", "cy@x.test"],
        ["Di Roe", "di@x.test", "Bo Ray", "bo@x.test"],
    ]

    known = table_of([*rows, *people], "A1:B1", "C1:D1")
    sheet = choose_sheet(read_workbook(book({"S": [*rows, *people]}, {"S": ["A1:B1", "C1:D1"]})))
    other = find_table(sheet, header_row=2)

    plan = make_plan(known, CATALOGS["pairs"], today=TODAY)
    assert [one.target for one in plan.columns] == [
        "mentor_name",
        "mentor_email",
        "mentee_name",
        "mentee_email",
    ]
    assert [one.header for one in other.columns][::2] == ["Mentor Name", "Mentee Name"]


def test_people_above_a_second_list_are_not_taken_for_titles():
    people = [
        [family, "Ann", f"{family.lower()}@x.test"] for family in ("Lee", "Fox", "Ray", "Roe", "Oy", "Ek")
    ]

    table = table_of([*people, ["Last", "First", "Email"], ["Lo", "Ada", "lo@x.test"]])

    assert not table.header_is_sure


def test_groups_over_names_that_nobody_knows_are_no_names():
    rows = [
        ["About them", None, "About us", None],
        ["Foo", "Bar", "Baz", "Qux"],
        ["a", "b", "c", "d"],
        ["e", "f", "g", "h"],
    ]

    table = table_of(rows, "A1:B1", "C1:D1")

    assert (table.header_row, table.header_is_sure) == (2, False)
