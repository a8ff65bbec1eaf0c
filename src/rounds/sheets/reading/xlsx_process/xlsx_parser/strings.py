"""The texts that all sheets share."""

from __future__ import annotations

import re
import zipfile

from .parts import Refused, parse_part

ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def read_strings(archive: zipfile.ZipFile, name: str, limit: int) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False, "size": 0}

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            strings.append(unescape("".join(pieces)))
            state["size"] += len(strings[-1])
            if state["size"] > limit:
                raise Refused("text")

    def text(data: str) -> None:
        if state["text"]:
            pieces.append(data)

    parse_part(archive, name, start, end, text)
    return strings


def unescape(value: str) -> str:
    """Turn Excel's _x000D_ back into the character; half characters stay as they are."""
    if "_x" not in value:
        return value

    def replace(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return match.group(0) if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)

    return ESCAPE.sub(replace, value)
