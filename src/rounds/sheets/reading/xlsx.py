"""Read an .xlsx in a child process with limits on memory and time."""

from __future__ import annotations

import json
import subprocess  # starts our own parser with fixed arguments
import sys
import tempfile
from pathlib import Path

from rounds.sheets.errors import SENTENCES, SheetError
from rounds.sheets.reading.archive import check_archive
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
    command = [sys.executable, "-I", "-S", "-B", str(PARSER), *(str(part) for part in budget)]
    # a file takes the answer, so that a large one is never held twice
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        try:
            done = subprocess.run(  # fixed program, numbers as arguments
                command,
                stdin=source,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.wall_seconds,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired:
            raise SheetError("too_slow") from None
        if done.returncode < 0:  # ended by a signal: the processor limit, or the system's memory guard
            raise SheetError("too_slow")
        if done.returncode != 0:
            raise SheetError("too_much_memory")
        answer.seek(0)
        head = json.loads(answer.readline() or b'{"error": "damaged", "params": {}}')
        if "error" in head:
            code = head["error"] if head["error"] in SENTENCES else "damaged"
            raise SheetError(code, **head["params"])
        sheets = []
        for fact in head["sheets"]:
            rows = []
            for _ in range(fact["rows"]):
                number, values = json.loads(answer.readline())
                rows.append(
                    Row(number, tuple(sys.intern(value) if len(value) < 40 else value for value in values))
                )
            sheets.append(
                Sheet(
                    name=fact["name"],
                    rows=tuple(rows),
                    hidden=fact["hidden"],
                    spans=tuple(Span(*span) for span in fact["spans"]),
                    filled=fact["filled"],
                    hidden_rows=fact["hidden_rows"],
                    no_result=tuple(fact["no_result"]),
                )
            )
        return tuple(sheets)
