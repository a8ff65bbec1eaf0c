"""Read one text file from standard input to standard output, within limits on memory and time; started by guard."""

from __future__ import annotations

import json
import sys
from typing import Any


def limit_process(memory: int, seconds: int) -> None:
    """Bound what this process may take."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still counts
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    """Answer with a line of facts and a line a row, or with the cause of a refusal."""
    source, task, *rest = arguments
    memory, seconds, cells, columns, text, cell = (int(number) for number in rest[:6])
    sys.path.insert(0, source)
    from rounds.sheets.errors import SheetError
    from rounds.sheets.reading.model import Limits

    limits = Limits(cells=cells, columns=columns, text_characters=text, cell_characters=cell)
    limit_process(memory, seconds)
    out = sys.stdout.buffer
    try:
        for line in _read(task, sys.stdin.buffer.read(), limits, *rest[6:]):
            out.write(json.dumps(line).encode() + b"\n")
    except SheetError as error:
        out.write(json.dumps({"error": error.code, "params": error.params}).encode())
    except MemoryError:
        sys.exit(1)
    out.flush()


def _read(task: str, data: bytes, limits: Any, *words: str) -> Any:
    if task == "calendar":
        from rounds.sheets.reading.calendars import as_lines, read_here

        return as_lines(read_here(data, zone=words[0]))
    from rounds.sheets.reading.delimited import as_lines as lines_of
    from rounds.sheets.reading.delimited import read_here as read_delimited_here

    return lines_of(read_delimited_here(data, limits))


if __name__ == "__main__":
    main(sys.argv[1:])
