"""Twenty messy sheets: at least 90 % of columns recognized, no wrong value in silence."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rounds.sheets import (
    CATALOGS,
    Checked,
    Plan,
    Status,
    check_table,
    choose_sheet,
    find_table,
    make_plan,
    read_workbook,
)
from tests.sheets import TODAY
from tests.sheets.messy import OUT, Messy, all_sheets

SHEETS = all_sheets()


@dataclass
class Outcome:
    plan: Plan
    checked: Checked
    wanted: int
    right: int
    wrong: list[str]


def judge(messy: Messy) -> Outcome:
    workbook = read_workbook(messy.data, name=messy.name)
    table = find_table(choose_sheet(workbook))
    catalog = CATALOGS[messy.kind]
    plan = make_plan(table, catalog, today=TODAY)
    checked = check_table(table, plan, catalog, today=TODAY)
    wrong = []
    right = 0
    for column in plan.columns:
        expected = messy.columns.get(column.column.letter)
        if column.target and column.target != expected:
            wrong.append(f"{column.column.header!r} became {column.target}, not {expected}")
        if expected == OUT and column.status is not Status.LEFT_OUT:
            wrong.append(f"{column.column.header!r} is {column.status}, not left out")
        right += (column.target == expected) if expected != OUT else (column.status is Status.LEFT_OUT)
    records = {record.row: record.values for record in checked.records}
    for row, truth in zip(table.rows, messy.truth, strict=True):
        for key, value in records.get(row.number, {}).items():
            if truth.get(key) != value:
                wrong.append(f"row {row.number} {key}: {value!r}, not {truth.get(key)!r}")
        if row.number not in {*records, *checked.out, *checked.nobody}:
            wrong.append(f"row {row.number} is lost")
    wanted = sum(1 for column in messy.columns.values() if column is not None)
    right = sum(
        1
        for column in plan.columns
        if (expected := messy.columns.get(column.column.letter)) is not None
        and (column.target == expected or (expected == OUT and column.status is Status.LEFT_OUT))
    )
    return Outcome(plan, checked, wanted, right, wrong)


@pytest.mark.parametrize("messy", SHEETS, ids=lambda messy: messy.name)
def test_messy_sheet_has_no_wrong_value(messy: Messy) -> None:
    outcome = judge(messy)

    assert outcome.wrong == []


def test_messy_sheets_have_nine_of_ten_columns_recognized() -> None:
    outcomes = [judge(messy) for messy in SHEETS]

    wanted = sum(outcome.wanted for outcome in outcomes)
    right = sum(outcome.right for outcome in outcomes)
    assert right / wanted >= 0.9, f"{right} of {wanted}"


def test_messy_sheets_keep_most_rows() -> None:
    outcomes = [judge(messy) for messy in SHEETS]

    rows = sum(len(messy.truth) for messy in SHEETS)
    kept = sum(len(outcome.checked.records) for outcome in outcomes)
    assert kept / rows >= 0.8, f"{kept} of {rows}"
