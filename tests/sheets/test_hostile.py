"""Hostile files are refused in words, in bounded memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from rounds.sheets import SENTENCES, SheetError, find_table, read_workbook
from tests.sheets.hostile import FILES, package


def test_there_are_sixty_hostile_files() -> None:
    assert len(FILES) >= 60


def test_the_harmless_package_is_read() -> None:
    workbook = read_workbook(package(), name="good.xlsx")

    assert [row.values for row in workbook.sheets[0].rows] == [("Name", "Email"), ("Ada Lo", "a@x.test")]


def resident_bytes() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    pytest.fail("no memory figure on this system")


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_in_words_and_in_little_memory(name: str) -> None:
    file_name, make = FILES[name]
    data = make()
    before = resident_bytes()

    with pytest.raises(SheetError) as refused:
        find_table(read_workbook(data, name=file_name).sheets[0])

    grown = resident_bytes() - before
    assert str(refused.value) == SENTENCES[refused.value.code] % refused.value.params
    assert grown < 20 * 1024 * 1024
