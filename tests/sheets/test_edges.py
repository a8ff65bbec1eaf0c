"""What real lists write at the edges of a rule: taken rightly or asked, never taken for something else."""

import datetime

import pytest

from rounds.sheets import CATALOGS, check_table, choose_sheet, find_table, make_plan, read_workbook
from rounds.sheets.cells.dates import Dates, parse_date
from rounds.sheets.mapping.sensitive import reason_to_leave_out
from tests.sheets import TODAY

HEAD = "First,Last,Email\n"


def check(text):
    table = find_table(choose_sheet(read_workbook(text.encode(), name="list.csv")))
    catalog = CATALOGS["mentees"]
    return check_table(table, make_plan(table, catalog, today=TODAY), catalog, today=TODAY)


def names_in(text):
    """Return the names that are taken, and the causes of the questions about the others."""
    checked = check(text)
    taken = [(one.values["first_name"], one.values["last_name"]) for one in checked.records]
    return taken, [(group.cause, group.problems[0].part) for group in checked.groups]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        *[('"Ann, MD"', "Lee"), ("Ann MD", "Lee"), ("Dr.Ann", "Lee"), ("Dr. Ann", '"Lee, MBBCh"')],
        *[("Ann", '"Lee, FRCPC"'), ("Ann", "Lee FHM"), ("Ann (she/her)", "Lee*")],
    ],
)
def test_titles_and_degrees_in_a_column_of_their_own_are_no_name(first, last):
    assert names_in(f"{HEAD}{first},{last},ann@x.test\n") == ([("Ann", "Lee")], [])


@pytest.mark.parametrize(
    ("first", "last"), [("Ann", "Lee FXLM"), ("Ann", '"Lee, FXLM"'), ('"Ann, FXLM"', "Lee")]
)
def test_unknown_letters_in_a_column_of_names_are_asked(first, last):
    checked = check(f"{HEAD}{first},{last},ann@x.test\n")

    assert [(group.cause, group.problems[0].part) for group in checked.groups] == [("tail", "FXLM")]
    assert "FXLM" not in str([one.values for one in checked.records])


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        *[("Ann Lee - MD", ("Ann", "Lee")), ("Dr.Ann Lee", ("Ann", "Lee")), ("Lee; Ann", ("Ann", "Lee"))],
        *[("Lee, Ann FRCPC", ("Ann", "Lee")), ("Ann Lee, MBBCh, FHM", ("Ann", "Lee"))],
        *[("McRae DeVon", ("McRae", "DeVon")), ("Maria de la Cruz", ("Maria", "de la Cruz"))],
    ],
)
def test_name_in_one_column_is_taken_without_what_stands_around_it(name, taken):
    assert names_in(f'Name,Email\n"{name}",ann@x.test\n') == ([taken], [])


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        *[("Cruz, Maria de la", "name_two_ways"), ("de la Cruz Maria", "name_two_ways")],
        *[("St. John Ann", "name_two_ways"), ("Ann Lee, FXLM", "tail"), ("Ann Lee FXLM", "name_two_ways")],
    ],
)
def test_name_that_can_be_split_two_ways_is_asked(name, cause):
    taken, asked = names_in(f'Name,Email\n"{name}",ann@x.test\n')

    assert (taken, [one for one, _part in asked]) == ([], [cause])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *[("6/15/99", (1999, 6, 15)), ("15.6.99", (1999, 6, 15)), ("1-Jul-26", (2026, 7, 1))],
        *[("2026/07/01", (2026, 7, 1)), ("20260701", (2026, 7, 1)), ("1Jul2026", (2026, 7, 1))],
        *[("01JUL26", (2026, 7, 1)), ("1st of July 2026", (2026, 7, 1)), ("2026-Jul-01", (2026, 7, 1))],
    ],
)
def test_day_is_read_however_it_is_written(text, day):
    assert parse_date(text, Dates(TODAY), ahead=2).value == datetime.date(*day)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        *[("7/1/2126", "date_order"), ("13/7/2126", "far_date"), ("6/15/46", "far_date")],
        *[("260701", "date"), ("07012026", "date"), ("Jul-26", "date"), ("20261301", "date")],
        *[("6/31/2026", "date"), ("3/4/2026", "date_order"), ("AY26", "date")],
    ],
)
def test_day_that_is_not_plain_is_asked(text, problem):
    parsed = parse_date(text, Dates(TODAY), ahead=2)

    assert (parsed.value, parsed.problem) == (None, problem)


@pytest.mark.parametrize(
    "heading",
    [
        *["D.O.B.", "DoB", "DoB:", "S.S.N.", "SS#", "URiM", "password", "PW", "API key", "How old are you?"],
        *["Do you identify as a woman?", "Genderqueer", "First-gen college student?", "H-1B", "Green card"],
        *["Name of partner", "Wedding date", "Base pay", "Criminal record", "Insurance number", "Disease"],
        *["Your health", "Chronic disease", "Mental health"],
    ],
)
def test_heading_of_something_private_stays_out(heading):
    assert reason_to_leave_out(heading, ())


@pytest.mark.parametrize(
    "heading",
    [
        *["Allergy and Immunology division", "Diagnostic Radiology", "Age group treated", "Global Health"],
        *["LGBTQ health program", "Infectious Diseases", "Blood bank", "Women's Health", "Veterans Health"],
        *[
            "Public health interest",
            "Division of Medical Genetics",
            "Sex differences research",
            "Home program",
        ],
    ],
)
def test_heading_of_work_is_no_private_one(heading):
    assert reason_to_leave_out(heading, ()) == ""
