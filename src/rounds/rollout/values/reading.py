"""Reads what came from outside by a shape: each value is of a kind that is said, and nothing else is there."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 300_000
Shape = Callable[[Any, str], Any]


class Odd(Exception):
    """What is wrong, and where."""

    def __init__(self, where: str, words: str) -> None:
        super().__init__(f"{where}: {words}" if where else words)


def parsed(data: bytes) -> Any:
    """Return JSON as it stands in a file; one that is long, doubled in its names, or no JSON is odd."""
    if len(data) > LONGEST:
        raise Odd("", _("the file is longer than 300 KB"))
    try:
        return json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Odd("", _("the file is no JSON that can be read")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def text(most: int, *, least: int = 0) -> Shape:
    """Return the shape of a text without control characters."""

    def read(value: Any, where: str) -> str:
        if not isinstance(value, str):
            raise Odd(where, _("a text belongs here"))
        if not least <= len(value.strip()) <= len(value) <= most:
            raise Odd(
                where, _("a text of %(least)s to %(most)s characters belongs here") % vars_of(least, most)
            )
        if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\r\t" for one in value):
            raise Odd(where, _("there are characters in it that nobody types"))
        return value

    return read


def number(low: int, high: int) -> Shape:
    """Return the shape of a whole number between two others."""

    def read(value: Any, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Odd(where, _("a whole number from %(least)s to %(most)s belongs here") % vars_of(low, high))
        return value

    return read


def vars_of(least: int, most: int) -> dict[str, int]:
    """Return two bounds by the names that sentences use."""
    return {"least": least, "most": most}


def flag(value: Any, where: str) -> bool:
    """Read yes or no."""
    if not isinstance(value, bool):
        raise Odd(where, _("yes or no belongs here"))
    return value


def one_of(choices: Collection[str]) -> Shape:
    """Return the shape of a word of a list."""

    def read(value: Any, where: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Odd(where, _("this word is not known here"))
        return value

    return read


def maybe(shape: Shape) -> Shape:
    """Return the shape of a value that may be missing."""
    return lambda value, where: None if value is None else shape(value, where)


def many(shape: Shape, most: int, *, once: Callable[[Any], Any] | None = None) -> Shape:
    """Return the shape of a list; `once` says of an entry what no two have in common."""

    def read(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise Odd(where, _("a list of at most %(most)s belongs here") % {"most": most})
        found = [shape(one, f"{where} {place}") for place, one in enumerate(value, start=1)]
        keys = [once(one) for one in found] if once else []
        if len(set(keys)) != len(keys):
            raise Odd(where, _("the same stands there twice"))
        return found

    return read


def record(shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape of a record that has exactly these parts."""

    def read(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Odd(where, _("a record belongs here"))
        if value.keys() != shapes.keys():
            odd = sorted(value.keys() ^ shapes.keys())[0][:40]
            raise Odd(where, _("“%(name)s” is missing or too much") % {"name": odd})
        return {name: shape(value[name], f"{where} {name}".strip()) for name, shape in shapes.items()}

    return read
