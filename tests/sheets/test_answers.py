"""REDCap fields that look like checkboxes or bookkeeping, long labels, and answers given once or for a word."""

from __future__ import annotations

import pytest

from rounds.sheets import (
    CATALOGS,
    Answers,
    check_table,
    choose_sheet,
    find_table,
    fold_export,
    make_plan,
    read_dictionary,
    read_workbook,
)
from rounds.sheets.cells.day_parts import read_day_parts
from rounds.sheets.mapping.segments import spaced
from rounds.sheets.reading.redcap_dictionary import DICTIONARY_LIMITS, LONGEST_LABEL
from rounds.sheets.text import answer_key
from tests.sheets import TODAY

HEAD = 'Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"'


def table_of(text: str):
    return find_table(choose_sheet(read_workbook(text.encode(), name="export.csv")))


def dictionary_of(*lines: str):
    data = "\n".join((HEAD, *lines)).encode()
    return read_dictionary(read_workbook(data, name="dictionary.csv", limits=DICTIONARY_LIMITS))


def folded(text: str, *lines: str):
    found = fold_export(table_of(text), dictionary_of(*lines) if lines else None).table
    return {column.header: found.values_of(column) for column in found.columns}


def test_text_field_with_three_underscores_is_no_checkbox():
    export = "record_id,note___old,skills___1\n1,likes opera,1\n2,1,0\n"
    fields = (
        "record_id,f,text,Record,",
        "note___old,f,text,Old note,",
        'skills,f,checkbox,Skills,"1, Finance"',
    )

    with_dictionary = folded(export, *fields)
    without = folded(export)

    assert with_dictionary["Old note"] == ["likes opera", "1"]
    assert with_dictionary["Skills"] == ["Finance", ""]
    assert without["note___old"] == ["likes opera", "1"]
    assert folded("record_id,note___old\n1,1\n2,0\n", *fields[:2])["Old note"] == ["1", "0"]
    assert folded("record_id,note___old\n1,1\n2,0\n", "note,f,text,Note,", "record_id,f,text,R,")[
        "note___old"
    ] == ["1", "0"]


def test_answers_whose_names_end_like_bookkeeping_stay():
    export = "record_id,training_complete,visit_timestamp,intake_complete\n1,June 2025,before noon,2\n2,soon,after,0\n"

    without = folded(export)
    told = folded(
        "record_id,intake_complete,plan_complete\n1,1,2\n2,0,0\n",
        "record_id,f,text,Record,",
        "intake_complete,f,yesno,Was intake complete?,",
        "why,plan,text,Why,",
    )
    # a question of the form "visit" that is called as REDCap would call its own column of that form
    asked = folded(
        "record_id,visit_complete\n1,1\n", "record_id,visit,text,Record,", "visit_complete,visit,yesno,Done?,"
    )

    assert list(without) == ["record_id", "training_complete", "visit_timestamp"]
    assert told == {"Record": ["1", "2"], "Was intake complete?": ["Yes", "No"]}
    assert asked == {"Record": ["1"], "Done?": ["Yes"]}


def test_notes_field_is_known_as_one():
    export = "record_id,first_name,last_name,email,mentoring_conflict\n1,Ann,Lee,ann@x.test,Bob Ray\n"
    fields = [
        f"{name},f,text,{label},"
        for name, label in (
            ("record_id", "Record"),
            ("first_name", "First name"),
            ("last_name", "Last name"),
            ("email", "Email"),
        )
    ]

    table = fold_export(
        table_of(export), dictionary_of(*fields, "mentoring_conflict,f,notes,Mentoring conflict,")
    ).table
    plan = make_plan(table, CATALOGS["mentees"], today=TODAY)

    assert plan.columns[-1].column.sort == "notes"
    assert plan.columns[-1].target == ""


def test_label_with_a_picture_is_shortened_after_its_markup():
    picture = f"<img src='data:{'A' * 120_000}'>"
    dictionary = dictionary_of(f'a,f,text,"{picture} Your <b>name</b>",', f"b,f,text,{'long ' * 400},")

    assert dictionary.fields["a"].label == "Your name"
    assert len(dictionary.fields["b"].label) <= LONGEST_LABEL


@pytest.mark.parametrize(
    ("heading", "cut"), [("employeeid", "employee id"), ("recordid", "record id"), ("david", "david")]
)
def test_number_of_a_record_is_cut_from_one_word(heading, cut):
    assert spaced(heading) == cut


def test_what_is_said_once_fills_the_rows_that_lack_it_and_no_other():
    head = "First,Last,Email,Role"
    table = table_of(f"{head}\nAnn,Lee,ann@x.test,Mentor\nCy,Fox,cy@x.test,\n")
    catalog = CATALOGS["both"]

    checked = check_table(
        table,
        make_plan(table, catalog, today=TODAY),
        catalog,
        Answers(defaults={"side": "mentee"}),
        today=TODAY,
    )

    assert [one.values["side"] for one in checked.records] == [("mentor",), ("mentee",)]


@pytest.mark.parametrize(
    ("text", "answers", "found", "asked"),
    [
        ("Sat AM, golf", {"golf": "Sun AM"}, ("sat_am", "sun_am"), 0),
        ("Sat AM, golf", {"golf": None}, ("sat_am",), 0),
        ("Sat AM, golf", {"golf": "whenever"}, ("sat_am",), 1),
        ("Mon AM, PM", {}, ("mon_am", "mon_pm"), 0),
        ("not Mon AM", {}, (), 1),
    ],
)
def test_words_of_days_that_are_not_known_mean_what_somebody_said(text, answers, found, asked):
    parsed = read_day_parts(text, answers)

    assert (parsed.value or (), len(parsed.unread)) == (found, asked)


def test_short_line_above_names_that_nobody_knows_is_a_title():
    table = table_of("Sign-ups,,,\nFoo,Bar,Baz,Qux\na,b,c,d\ne,f,g,h\n")

    assert (table.header_row, table.header_is_sure) == (2, False)


def test_signs_of_a_number_tell_two_answers_apart():
    texts = ["1", "-1", "1.5", "1/5", "1-5", "<1", "1+"]

    assert len({answer_key(text) for text in texts}) == len(texts)
    assert answer_key("PGY-2") == answer_key("pgy 2")
