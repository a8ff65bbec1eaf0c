"""One file from standard input to standard output, within limits on memory and time."""

from __future__ import annotations

import json
import sys
import zipfile
import zlib
from xml.parsers import expat

from .book import read
from .parts import Refused


def limit_process(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still counts
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    memory, seconds, cells, columns, text, cell = (int(argument) for argument in arguments)
    limit_process(memory, seconds)
    out = sys.stdout.buffer
    try:
        limits = {"cells": cells, "columns": columns, "text": text, "cell": cell}
        facts, rows = read(sys.stdin.buffer.read(), limits)
    except Refused as refused:
        out.write(json.dumps(refused.answer).encode())
        return
    except MemoryError:
        out.write(b'{"error": "too_much_memory", "params": {}}')
        return
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        EOFError,
        ValueError,
        NotImplementedError,
    ):
        out.write(b'{"error": "damaged", "params": {}}')
        return
    out.write(json.dumps({"sheets": facts}).encode() + b"\n")
    for sheet in rows:
        for number in sorted(sheet):
            out.write(json.dumps([number, sheet[number]]).encode() + b"\n")
    out.flush()
