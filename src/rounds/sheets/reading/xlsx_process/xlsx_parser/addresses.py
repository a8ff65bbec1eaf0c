"""Addresses of cells: "B7" to numbers and back."""

from __future__ import annotations

import re

from .parts import Refused

CELL = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")


def split_address(address: str) -> tuple[int, int]:
    """Turn "B7" into (7, 1)."""
    match = CELL.match(address)
    if match is None:
        raise Refused("damaged")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column - 1


def letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
