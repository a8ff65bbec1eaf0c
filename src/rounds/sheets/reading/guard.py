"""Run a reader in a process of its own, with limits on memory and time: whatever a file does, it does it there."""

from __future__ import annotations

import json
import subprocess  # starts our own readers with fixed arguments
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from rounds.sheets.errors import SENTENCES, SheetError
from rounds.sheets.reading.model import Limits

TEXT_READER: Final = Path(__file__).with_name("text_process.py")
SOURCE: Final = Path(__file__).parents[3]
# a text that is smaller costs less than the process
SMALL_TEXT: Final = 200_000


@contextmanager
def answer_of(
    command: Sequence[str], data: bytes, limits: Limits, unread: str = "damaged"
) -> Iterator[tuple[Any, IO[bytes]]]:
    """Give the first line of what a reader answers to a file, and the rest; raise SheetError for a refusal.

    A file takes the answer, so that a large one is never held twice. `unread` is the cause where nothing is answered.
    """
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        try:
            done = subprocess.run(  # fixed program, numbers as arguments
                [sys.executable, "-I", "-B", *command],
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
        line = answer.readline()
        head: dict[str, Any] = json.loads(line) if line else {"error": unread, "params": {}}
        if "error" in head:
            raise SheetError(head["error"] if head["error"] in SENTENCES else unread, **head["params"])
        yield head, answer


@contextmanager
def text_answer_of(
    task: str, data: bytes, limits: Limits, *words: str, unread: str
) -> Iterator[tuple[Any, IO[bytes]]]:
    """Give what the reader of texts answers; one that takes too much is told to be split."""
    try:
        with answer_of(_text_command(task, limits, *words), data, limits, unread) as found:
            yield found
    except SheetError as error:
        if error.code in ("too_slow", "too_much_memory"):
            raise SheetError("text") from None
        raise


def _text_command(task: str, limits: Limits, *words: str) -> list[str]:
    """Return the command of the reader of texts."""
    numbers = (
        *(limits.memory_bytes, limits.cpu_seconds, limits.cells, limits.columns),
        *(limits.text_characters, limits.cell_characters),
    )
    return [str(TEXT_READER), str(SOURCE), task, *map(str, numbers), *words]
