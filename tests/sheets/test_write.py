"""What is written holds no formula and reads back as it was."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from rounds.sheets import read_workbook, write_csv, write_workbook, write_xlsx
from rounds.sheets.formulas import GUARDED, guard, unguard

PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "%", "|", " ")
PAYLOADS = (
    *("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("https://x.test","here")', 'IMPORTXML(CONCAT("x"),"//a")'),
    *("2+5+cmd|' /C calc'!A0", "SUM(1,2)", "-1", "+1", "=1", "@SUM(1)", "A1"),
    *('DDE("cmd";"/C calc";"x")', 'IMAGE("https://x.test/a.png")', 'WEBSERVICE("x")', "'=1", "''=1"),
    *('"=1"', '",=1', ";=1", "\n=1", "\r\n=1", "\t=1", " =1", "", "5", "5.2", "5,2", "1e5", "TRUE"),
    *("NULL", "#REF!", "_x0041_", "\u200b=1", "é=1", "<b>=1</b>", "a;b|c\td", "x" * 300, "0123"),
    *("{=1}", "\\=1"),
)
FORMULA = re.compile("[\\s%|]*[=+\\-@＝＋－＠]")
TEXTS = [prefix + payload for prefix in PREFIXES for payload in PAYLOADS]


def test_corpus_is_as_large_as_promised() -> None:
    assert len(PREFIXES) == 14
    assert len(PAYLOADS) == 40


def test_csv_has_no_cell_that_starts_like_a_formula() -> None:
    data = write_csv(["name"], [[text] for text in TEXTS])

    cells = [row.values[0] for row in _raw_csv(data)]
    assert [
        cell for cell in cells if GUARDED.match(cell) and not cell.startswith("'") and not _is_number(cell)
    ] == []


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_has_no_formula_whatever_the_reader_takes_for_a_separator(separator) -> None:
    texts = [*TEXTS, *(f"a{inner}{text}{inner}b" for text in TEXTS for inner in (";", "\t", "|", "\n"))]
    data = write_csv(["kind", "name"], [["x", text] for text in texts])

    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator)
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if FORMULA.match(cell) and not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def _raw_csv(data: bytes) -> list:
    class Line:
        def __init__(self, values: list[str]) -> None:
            self.values = values

    return [
        Line(values) for values in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if values
    ]


def test_csv_reads_back_as_it_was() -> None:
    data = write_csv(["name", "end"], [[text, "."] for text in TEXTS])

    rows = read_workbook(data, name="x.csv").sheets[0].rows
    assert [row.values[0] for row in rows[1:]] == TEXTS


def test_xlsx_has_no_formula_and_reads_back_as_it_was() -> None:
    data = write_xlsx(["name", "end"], [[text, "."] for text in TEXTS])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)
    cells = [row[0] for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)]
    rows = read_workbook(data, name="x.xlsx").sheets[0].rows
    assert b"<f>" not in parts
    assert b"<f " not in parts
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [row.values[0] for row in rows[1:]] == TEXTS


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_header_is_guarded_too(write) -> None:
    data = write(["=1+1", "b"], [["a", "b"]])

    assert read_workbook(data).sheets[0].rows[0].values == ("=1+1", "b")
    assert b"<f>" not in data


def test_numbers_stay_numbers() -> None:
    data = write_xlsx(["n"], [[-5.2], [7], [True]])

    cells = [row[0].value for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)]
    assert cells == [-5.2, 7, True]
    assert write_csv(["n"], [[-5.2], ["-5.2"]]).decode("utf-8-sig").splitlines() == ["n", "-5.2", "-5.2"]


@given(
    st.text(max_size=30).filter(lambda text: "\x00" not in text)
    | st.text("='\"-;|\t\r\n 1a", max_size=12)  # what guarding looks at
)
def test_guard_can_be_taken_back(text: str) -> None:
    assert unguard(guard(text)) == text


@given(
    st.lists(
        st.text(
            alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"),
            min_size=1,
            max_size=20,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_survives_csv(texts: list[str]) -> None:
    data = write_csv(["first", "last"], [[text, "."] for text in texts])

    assert [row.values[0] for row in read_workbook(data, name="x.csv").sheets[0].rows[1:]] == texts


@pytest.mark.parametrize("text", ["a" * 40_000, "😀" * 20_000, "a" + "😀" * 20_000, "line\n" * 9_000])
def test_a_text_longer_than_a_cell_is_shortened_with_a_mark(text):
    data = write_workbook([("Page", [text], [[text], ["b" * 32_767]])])

    [head], [cell], [full] = (
        list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    )
    for shown in (head, cell):
        assert len(shown.encode("utf-16-le")) // 2 <= 32_767
        assert shown.endswith("[shortened]")
        assert text.startswith(shown.removesuffix(" … [shortened]"))
    assert full == "b" * 32_767
