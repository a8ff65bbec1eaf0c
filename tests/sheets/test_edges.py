"""What real lists write at the edges of a rule: taken rightly or asked, never taken for something else."""

import datetime

import pytest

from rounds.sheets import CATALOGS, check_table, choose_sheet, find_table, make_plan, read_workbook
from rounds.sheets.cells.dates import Dates, parse_date
from rounds.sheets.cells.day_parts import read_day_parts
from rounds.sheets.mapping.sensitive import reason_to_leave_out
from tests.sheets import TODAY
from tests.sheets.messy import book

HEAD = "First,Last,Email\n"


def check(text, kind="mentees"):
    table = find_table(choose_sheet(read_workbook(text.encode(), name="list.csv")))
    catalog = CATALOGS[kind]
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
        *["Your health", "Chronic disease", "Mental health", "I identify as"],
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


@pytest.mark.parametrize("places", ["12", "7", "a dozen", "as many as it takes"])
def test_places_beyond_what_can_be_are_asked_and_the_person_comes_in(places):
    checked = check(f"{HEAD[:-1]},Max mentees\nAnn,Lee,ann@x.test,2\nCy,Fox,cy@x.test,{places}\n", "mentors")

    assert [(group.target, len(group.problems)) for group in checked.groups] == [("capacity", 1)]
    assert [one.values.get("capacity") for one in checked.records] == [2, None]


@pytest.mark.parametrize(
    "head",
    [
        *["firstname,lastname,emailaddress", "firstName,lastName,eMail", "FIRST_NM,LAST_NM,EMAIL_ADDR"],
        *["First,Last,E-mail addr.", "given name,family name,work e-mail"],
    ],
)
def test_headings_are_read_however_their_words_are_joined(head):
    checked = check(f"{head}\nAnn,Lee,ann@x.test\nCy,Fox,cy@x.test\n")

    assert [one.values["first_name"] for one in checked.records] == ["Ann", "Cy"]


@pytest.mark.parametrize(
    ("lines", "row", "is_sure"),
    [
        (["Lee,Ann,ann@x.test,PGY-2", "Fox,Cy,cy@x.test,PGY-3", "Ray,Bo,bo@x.test,PGY-1"], 0, False),
        (["ann@x.test", "cy@x.test", "bo@x.test"], 0, False),
        (["Ann Lee,Medicine", "Cy Fox,Surgery", "Bo Ray,Medicine"], 1, False),  # may be people: asked
        (["Department,Lee,ann@x.test,3", "Site,Fox,cy@x.test,4", "Email,Ray,bo@x.test,5"], 0, False),
        (["Sign-ups,,", "As of 9/1/2026,,", "First,Last,Email", "Ann,Lee,ann@x.test"], 3, True),
        (
            [
                "Department,Title,Site,9/1/2026",
                "First,Last,Email,",
                "Ann,Lee,ann@x.test,",
                "Cy,Fox,c@x.test,",
            ],
            2,
            True,
        ),
        (
            ["Note: by Friday,thanks,", "Sent by,Kim,k@x.test", "First,Last,Email", "Ann,Lee,ann@x.test"],
            3,
            True,
        ),
    ],
)
def test_line_of_names_is_found_and_no_person_taken_for_it(lines, row, is_sure):
    table = find_table(choose_sheet(read_workbook("\n".join(lines).encode(), name="list.csv")))

    assert (table.header_row, table.header_is_sure) == (row, is_sure)


def test_birthdays_below_no_heading_stay_out():
    lines = ["Lee,ann@x.test,1994-03-02", "Fox,cy@x.test,1993-01-02", "Ray,bo@x.test,1995-01-02"]
    table = find_table(choose_sheet(read_workbook("\n".join(lines).encode(), name="list.csv")))

    plan = make_plan(table, CATALOGS["mentees"], today=TODAY)

    assert [(one.status.value, one.samples) for one in plan.columns][-1] == ("left_out", ())


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        *[
            ("Years of experience", "3 12 7"),
            ("Burnout level", "2 3 1"),
            ("Year of graduation", "2019 2020 2012"),
        ],
        *[
            ("Off site", "Yes No Yes"),
            ("Site visit done", "Yes No No"),
            ("Form started", "9/1/2026 9/2/2026 9/3/2026"),
        ],
        *[
            ("Ideal mentor", "Patient Kind Direct"),
            ("Time conflicts", "Mondays none Fri"),
            ("Backup email", "m@x.test n@x.test o@x.test"),
        ],
        *[
            ("Record ID", "1 2 3"),
            ("Participant number", "1 2 3"),
            ("Stage fright level", "2 3 1"),
            ("Start date", "2026-09-01T08:00:11 2026-09-01T09:12:40 2026-09-02T07:30:02"),
            ("Site", "Yes No Yes"),
            ("Department", "Yes No No"),
            ("Preferred mentor", "Patient Kind Direct"),
        ],
    ],
)
def test_column_with_a_weak_word_is_taken_for_nothing(heading, values):
    rows = [
        f"{one},{two},{one}@x.test,{said}"
        for one, two, said in zip(("Ann", "Cy", "Bo"), ("Lee", "Fox", "Ray"), values.split(), strict=True)
    ]
    table = find_table(
        choose_sheet(read_workbook("\n".join([f"{HEAD[:-1]},{heading}", *rows]).encode(), name="list.csv"))
    )

    for kind in ("mentees", "mentors", "roster"):
        plan = make_plan(table, CATALOGS[kind], today=TODAY)
        assert plan.columns[-1].target == "", kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        *[
            ("Sat, Sun AM", "sat_am sun_am"),
            ("Mon AM Tue PM", "mon_am tue_pm"),
            ("MWF am", "mon_am wed_am fri_am"),
        ],
        *[("Mon Tue AM Wed PM", "mon_am tue_am wed_pm"), ("AM Mon PM Tue", "mon_am tue_pm")],
        *[("Fri-Mon AM", "fri_am sat_am sun_am mon_am"), ("Su-Tu PM", "sun_pm mon_pm tue_pm")],
        *[("Mon AM or Tue PM", "mon_am tue_pm"), ("Thu AM/PM", "thu_am thu_pm"), ("any day PM", "")],
    ],
)
def test_days_keep_the_parts_that_stand_beside_them(text, parts):
    parsed = read_day_parts(text, {})
    wanted = parts.split() or [f"{day}_pm" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]

    assert (list(parsed.value), parsed.unread) == (wanted, ())


@pytest.mark.parametrize(
    "text",
    [
        *[
            "not Fri",
            "weekday PM except Wed",
            "every other Tue PM",
            "Mon AM (not July)",
            "Mon noon",
            "mornings",
        ],
        *["1st Mon AM", "Mon 9-11", "all day Mon", "S AM"],
    ],
)
def test_days_that_are_not_plain_are_asked(text):
    parsed = read_day_parts(text, {})

    assert parsed.value is None
    assert parsed.unread


@pytest.mark.parametrize(
    ("lines", "kept", "out"),
    [
        (["Last,First,Email", "Ray,Bo,bo@x.test", "Roe,Di,di@x.test"], ["Ann", "Cy"], [4, 5, 6]),
        (["Mentors,,", "Given name,Family name,E-mail", "Bo,Ray,bo@x.test"], ["Ann", "Cy"], [5, 6]),
        (["Email,Places,", "bo@x.test,2,"], ["Ann", "Cy"], [4, 5]),
        (["First,Last,Email", "Bo,Ray,bo@x.test"], ["Ann", "Cy", "Bo"], []),
        (["First,Last,", "Bo,Ray,bo@x.test"], ["Ann", "Cy", "Bo"], []),
        (["First,Name,first@x.test", "Bo,Ray,bo@x.test"], ["Ann", "Cy", "First", "Bo"], []),
    ],
)
def test_second_list_under_other_headings_is_not_read_by_the_first_ones(lines, kept, out):
    checked = check("\n".join([f"{HEAD}Ann,Lee,ann@x.test", "Cy,Fox,cy@x.test", *lines]))

    assert [one.values["first_name"] for one in checked.records] == kept
    assert sorted(checked.out) == out
    assert {problem.cause for found in checked.out.values() for problem in found} <= {"next_names"}


@pytest.mark.parametrize(
    "line",
    [
        *["text,text,text", "String,String,varchar", "(required),(required),(optional)"],
        '"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"',
    ],
)
def test_line_that_says_what_columns_hold_is_nobody(line):
    checked = check(f"First,Last,Employee ID\n{line}\nAnn,Lee,E001\nCy,Fox,E002\n")

    assert [one.values["first_name"] for one in checked.records] == ["Ann", "Cy"]
    assert list(checked.nobody) == [2]


@pytest.mark.parametrize("heading", ["Role", "I want to be a", "Would like to be", "Signing up as", "Type"])
def test_column_that_says_who_is_which_is_no_wish_for_a_role(heading):
    rows = "Ann,Lee,ann@x.test,Mentor\nCy,Fox,cy@x.test,Mentee\nBo,Ray,bo@x.test,Mentee\n"
    table = find_table(
        choose_sheet(read_workbook(f"{HEAD[:-1]},{heading}\n{rows}".encode(), name="list.csv"))
    )

    for kind in ("mentees", "mentors"):
        plan = make_plan(table, CATALOGS[kind], today=TODAY).columns[-1]
        assert plan.target == ("" if heading in ("Type", "Would like to be") else "side")
        assert plan.candidates[0].target == "side"


@pytest.mark.parametrize(
    "row",
    [
        *[
            '"Ann" ,"Lee, Jr" , "ann@x.test" ',
            '"Ann"\t,"Lee, Jr","ann@x.test"',
            '"Ann"\u00a0,"Lee, Jr","ann@x.test"',
        ],
        *['"Ann","Lee, Jr","ann@x.test",', '"Ann","Lee, Jr","ann@x.test",,, ', 'Ann, "Lee, Jr" ,ann@x.test'],
    ],
)
def test_spaces_around_quotation_marks_and_commas_at_the_end_change_nothing(row):
    checked = check(f"{HEAD}{row}\n{row.replace('Ann', 'Cy').replace('ann', 'cy')}\n")

    assert [one.values["email"] for one in checked.records] == ["ann@x.test", "cy@x.test"]
    assert [one.values["last_name"] for one in checked.records] == ["Lee Jr.", "Lee Jr."]


def test_bare_number_is_no_skill_gap():
    checked = check(f"{HEAD[:-1]},Skill gaps\nAnn,Lee,ann@x.test,1\nCy,Fox,cy@x.test,Finance; own words\n")

    assert [one.values.get("gaps") for one in checked.records] == [None, ("FIN", "own words")]
    assert [group.target for group in checked.groups] == ["gaps"]


def check_book(rows, merged, kind):
    table = find_table(choose_sheet(read_workbook(book({"S": rows}, {"S": [merged] if merged else []}))))
    catalog = CATALOGS[kind]
    return check_table(table, make_plan(table, catalog, today=TODAY), catalog, today=TODAY)


@pytest.mark.parametrize("merged", ["A1:C1", ""])
def test_title_over_the_headings_is_no_question(merged):
    rows = [["Sign-ups for mentors"], ["Name", "Email", "Trained"]]
    people = [["Ann Lee", "ann@x.test", "yes"], ["Cy Fox", "cy@x.test", "no"]]

    checked = check_book([*rows, *people], merged, "mentors")

    assert [one.values.get("trained") for one in checked.records] == [True, False]


def test_question_over_some_headings_is_theirs_alone():
    rows = [["", "", "Needs help with"], ["Name", "Email", "Finance", "Ethics", "Trained"]]
    people = [["Ann Lee", "ann@x.test", "x", "", "yes"], ["Cy Fox", "cy@x.test", "", "x", "no"]]
    data = book({"S": [*rows, *people]}, {"S": ["C1:D1"]})

    table = find_table(choose_sheet(read_workbook(data)))
    checked = check_book([*rows, *people], "C1:D1", "mentees")

    assert [one.values.get("gaps") for one in checked.records] == [("FIN",), ("ETH",)]
    assert [column.group for column in table.columns] == ["", "", "Needs help with", "Needs help with", ""]
    assert table.values_of(table.columns[-1]) == ["yes", "no"]
