"""The sheets of another matching service: every row has a fate, identity stays out."""

from __future__ import annotations

import pytest

from rounds.sheets import CATALOGS, Answers, Status, check_table, find_table, make_plan, read_workbook
from tests.data import real_data
from tests.sheets import TODAY


@pytest.mark.parametrize(
    ("name", "kind", "identity"),
    [
        (
            "civil-service-mentees.csv",
            "mentees",
            {"match with similar identity", "identity to match", "biography"},
        ),
        ("civil-service-mentors.csv", "mentors", {"characteristics", "biography"}),
    ],
)
def test_real_sheet_is_read_with_its_grades_asked_once(name: str, kind: str, identity: set[str]) -> None:
    table = find_table(read_workbook(real_data("spreadsheets", name).read_bytes(), name=name).sheets[0])
    catalog = CATALOGS[kind]

    plan = make_plan(table, catalog, today=TODAY)
    checked = check_table(table, plan, catalog, today=TODAY)
    grades = next(group for group in checked.groups if group.target == "tier")
    answers = Answers(values={"tier": {text.casefold(): "resident" for text in grades.texts}})
    answered = check_table(table, plan, catalog, answers, today=TODAY)

    assert {column.column.header for column in plan.having(Status.LEFT_OUT)} == identity
    assert len(table.rows) == 500
    assert {*checked.out, *checked.nobody} | {record.row for record in checked.records} | set(
        checked.repeated
    ) == {row.number for row in table.rows}
    assert len(answered.records) == 500
    assert answered.groups == ()
