"""Mutated files: read or refused in words, never anything else; every row that is read has a fate."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile

import pytest

from rounds.sheets import (
    CATALOGS,
    SheetError,
    check_table,
    choose_sheet,
    find_table,
    fold_export,
    is_export,
    make_plan,
    read_workbook,
)
from tests.sheets import TODAY
from tests.sheets.messy import all_sheets

ROUNDS = 1_000 if os.environ.get("ROUNDS_LONG") == "1" else 50
SEEDS = [(messy.name, messy.kind, messy.data) for messy in all_sheets()]
DIRT = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b'"', b"'", b";", b"\t", b",", b"\r", b"\n", b"\r\n"),
    *("\u200b".encode(), "\u202e".encode(), b"\xe9", b"\x93", b"Null", b"True", b"=1+1", b"@SUM(A1)"),
    *(b"-", b"1904", b"1e308", b"9" * 40, "９".encode(), "²".encode(), "٣".encode(), b"&#x0;", b"<c>"),
    *(b"]]>", b"%s", b"_x0000_", b"_xD800_", b"NaN", b"inf", b"\xf0\x9f\x98\x80"),
)


DIRT_TEXTS = [
    dirt.decode() for dirt in DIRT if dirt.isascii() and dirt not in (b"\x00", b"<c>", b"]]>", b'"')
] + ["&#13;", "&amp;", "s", "d", "e", "b", "1", "A1:B9", "XFD1"]


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Damage a file in one to four places: change, cut, repeat, insert or re-encode."""
    for _ in range(dice.randint(1, 4)):
        place, other = sorted((dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)))
        other = min(other, place + 200)
        match dice.randrange(6):
            case 0:
                data = data[:place] + bytes([dice.randrange(256)]) + data[place + 1 :]
            case 1:
                data = data[:place] + data[other:]
            case 2:
                data = data[:other] + data[place:]
            case 3:
                data = data[:place] + dice.choice(DIRT) * dice.choice((1, 1, 3)) + data[place:]
            case 4:
                data = data.replace(
                    dice.choice((b",", b"\n", b"@", b"1", b"e")), dice.choice(DIRT), dice.randint(1, 5)
                )
            case 5 if not data.startswith(b"PK"):
                data = data.decode("cp1252", "replace").encode(
                    dice.choice(("utf-16", "utf-8", "cp1252", "utf-16-be")), "replace"
                )
    return data


def mutate_inside(data: bytes, dice: random.Random) -> bytes:
    """Damage the text of one part of a workbook and pack it again."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as damaged,
    ):
        parts = [name for name in archive.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        chosen = dice.choice(parts)
        for name in archive.namelist():
            part = archive.read(name)
            damaged.writestr(name, _mutate_text(part, dice) if name == chosen else part)
    return out.getvalue()


def _mutate_text(part: bytes, dice: random.Random) -> bytes:
    """Change letters and numbers, rarely the markup, so that most files can still be read."""
    text = part.decode()
    for _ in range(dice.randint(1, 6)):
        places = [match.span(1) for match in re.finditer(r'(?:>|=")([^<>"]+)(?=[<"])', text)]
        start, end = dice.choice(places)
        new = dice.choice((*DIRT_TEXTS, str(dice.randint(-5, 99_999)), text[start:end] * 2))
        text = text[:start] + new + text[end:]
    return text.encode("utf-8", "replace")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_mutated_file_is_read_or_refused_in_words(seed: int) -> None:
    dice = random.Random(seed)
    name, kind, data = dice.choice(SEEDS)
    damaged = (
        mutate_inside(data, dice) if data.startswith(b"PK") and dice.random() < 0.7 else mutate(data, dice)
    )

    try:
        table = find_table(choose_sheet(read_workbook(damaged, name=name)))
        if is_export(table):
            table = fold_export(table).table
    except SheetError:
        return
    plan = make_plan(table, CATALOGS[kind], today=TODAY)
    checked = check_table(table, plan, CATALOGS[kind], today=TODAY)

    fates = sorted(
        [record.row for record in checked.records] + [*checked.repeated, *checked.out, *checked.nobody]
    )
    assert fates == sorted([*(row.number for row in table.rows), *table.again])
    assert len(plan.columns) == len(table.columns)
