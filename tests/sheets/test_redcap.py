"""REDCap exports: each real one opens and folds, and each column has a fate."""

from __future__ import annotations

from pathlib import Path

import pytest

from rounds.sheets import (
    CATALOGS,
    check_table,
    find_table,
    fold_export,
    is_dictionary,
    is_export,
    make_plan,
    read_dictionary,
    read_workbook,
)
from rounds.sheets.reading.model import Table
from rounds.sheets.reading.redcap_dictionary import Dictionary
from tests.data import real_data
from tests.sheets import TODAY

PROJECTS = (
    *("arm-single-longitudinal", "blank-for-gray-status", "checkboxes-1"),
    *("clinical-trial-1", "color-boxes-17-columns", "decimal-comma", "longitudinal"),
    *("nonnumeric-record-id", "repeating-instruments", "russian", "simple", "survey"),
    "validation-types-1",
)


def table_of(path: Path) -> Table:
    return find_table(read_workbook(path.read_bytes(), name=path.name).sheets[0])


def dictionary_of(folder: Path) -> Dictionary | None:
    found = sorted(folder.glob("dictiona*.csv"))
    return read_dictionary(read_workbook(found[0].read_bytes(), name=found[0].name)) if found else None


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("kind", sorted(CATALOGS))
def test_real_export_folds_and_loses_nothing(project: str, kind: str) -> None:
    folder = real_data("redcap", project)
    table = table_of(folder / "data.csv")

    folded = fold_export(table, dictionary_of(folder))
    plan = make_plan(folded.table, CATALOGS[kind], today=TODAY)
    checked = check_table(folded.table, plan, CATALOGS[kind], today=TODAY)

    kept = {column.index for column in folded.table.columns}
    gone = {name for note in folded.notes for name in note.names}
    for column in table.columns:
        inside = any(column.index in other.sources for other in folded.table.columns)
        assert column.index in kept or inside or column.header in gone, column.header
    noted = {row for note in folded.notes if note.kind in ("repeat", "event") for row in note.rows}
    rows = {row.number for row in folded.table.rows}
    assert {row.number for row in table.rows} == rows | noted
    assert rows == {record.row for record in checked.records} | {
        *checked.repeated,
        *checked.out,
        *checked.nobody,
    }
    assert not any("___" in column.header for column in folded.table.columns)


@pytest.mark.parametrize("project", PROJECTS)
def test_real_export_keeps_health_and_identity_out(project: str) -> None:
    folder = real_data("redcap", project)
    folded = fold_export(table_of(folder / "data.csv"), dictionary_of(folder))

    plan = make_plan(folded.table, CATALOGS["mentees"], today=TODAY)

    used = {
        name
        for column in plan.columns
        if column.target
        for name in (column.column.header, *column.column.aliases)
    }
    assert not used & {
        "dob",
        "race",
        "ethnicity",
        "sex",
        "gender",
        "address",
        "height",
        "weight",
        "meds",
        "v_ssn",
        "Ethnicity",
        "Gender",
        "Race",
    }


def test_old_dictionary_has_seventeen_columns_and_labels() -> None:
    folder = real_data("redcap", "color-boxes-17-columns")

    dictionary = dictionary_of(folder)
    folded = fold_export(table_of(folder / "data.csv"), dictionary)

    assert dictionary is not None
    assert dictionary.columns == 17
    color = next(column for column in folded.table.columns if column.aliases == ("color",))
    assert folded.table.values_of(color)[:2] == ["Red", "Blue"]


def test_checkboxes_without_a_dictionary_fold_to_codes() -> None:
    workbook = read_workbook(b"record_id,skills___1,skills___qi\n1,1,1\n2,0,\n")

    folded = fold_export(find_table(workbook.sheets[0]))

    assert [column.header for column in folded.table.columns] == ["record_id", "skills"]
    assert [row.values[-1] for row in folded.table.rows] == ["1; qi", ""]
    assert [note.kind for note in folded.notes] == ["unknown_code", "folded"]


def test_label_export_folds_by_choice() -> None:
    text = b"Name,Skills (choice=Finance),Skills (choice=Policy)\nAda Lo,Checked,Unchecked\nBo Ek,Checked,Checked\n"

    folded = fold_export(find_table(read_workbook(text).sheets[0]))

    assert [row.values[-1] for row in folded.table.rows] == ["Finance", "Finance; Policy"]


def test_dictionary_is_told_from_data() -> None:
    folder = real_data("redcap", "simple")

    assert is_dictionary(table_of(folder / "dictionary.csv"))
    assert not is_dictionary(table_of(folder / "data.csv"))
    assert is_export(table_of(folder / "data.csv"))
