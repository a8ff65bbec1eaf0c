"""Read an .xlsx in a child process with limits on memory and time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, Any

from rounds.sheets.reading.archive import check_archive
from rounds.sheets.reading.guard import answer_of
from rounds.sheets.reading.model import Limits, Row, Sheet, Span

# a folder, because Python then finds its parts there and, isolated, nothing of ours or of anybody else
PARSER = Path(__file__).with_name("xlsx_process")


def read_xlsx(data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, or raise SheetError."""
    check_archive(data, limits)
    budget = (
        limits.memory_bytes,
        limits.cpu_seconds,
        limits.cells,
        limits.columns,
        limits.text_characters,
        limits.cell_characters,
    )
    command = ["-S", str(PARSER), *(str(part) for part in budget)]
    with answer_of(command, data, limits) as (head, answer):
        return tuple(_sheet(fact, answer) for fact in head["sheets"])


def _sheet(fact: dict[str, Any], answer: IO[bytes]) -> Sheet:
    rows = []
    for _ in range(fact["rows"]):
        number, values = json.loads(answer.readline())
        rows.append(Row(number, tuple(sys.intern(value) if len(value) < 40 else value for value in values)))
    return Sheet(
        name=fact["name"],
        rows=tuple(rows),
        hidden=fact["hidden"],
        spans=tuple(Span(*span) for span in fact["spans"]),
        filled=fact["filled"],
        hidden_rows=fact["hidden_rows"],
        no_result=tuple(fact["no_result"]),
    )
