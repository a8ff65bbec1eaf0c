"""Commas outside quotation marks push cells into the wrong columns: never read in silence."""

from __future__ import annotations

import pytest

from rounds.sheets import ROSTERS, SheetError, check_table, find_table, make_plan, read_workbook
from tests.sheets import TODAY


def check(text: str):
    table = find_table(read_workbook(text.encode()).sheets[0])
    return check_table(table, make_plan(table, ROSTERS, today=TODAY), ROSTERS, today=TODAY)


def test_row_with_a_stray_comma_is_out():
    checked = check(
        "Last,First,Email,Department\nLo,Ada,a@x.test,Medicine\nEk,Bo,b@x.test,Surgery, Trauma\nOy,Cy,c@x.test,Surgery\n"
    )

    assert [record.row for record in checked.records] == [2, 4]
    assert [problem.cause for problem in checked.out[3]] == ["shifted"]


def test_names_cut_by_a_comma_are_refused():
    with pytest.raises(SheetError, match="quotation marks"):
        check("Name (Last, First),Email,Department\nAda Lo,a@x.test,Medicine\nBo Ek,b@x.test,Surgery\n")


def test_rows_with_fewer_cells_are_read():
    checked = check("Last,First,Email,Department\nLo,Ada,a@x.test,Medicine\nEk,Bo,b@x.test\n")

    assert [record.row for record in checked.records] == [2, 3]


def test_empty_cells_at_the_end_are_no_shift():
    checked = check("Last,First,Email\nLo,Ada,a@x.test,,\nEk,Bo,b@x.test\n")

    assert [record.row for record in checked.records] == [2, 3]
