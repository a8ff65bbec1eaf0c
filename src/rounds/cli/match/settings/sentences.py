"""Says what is wrong with a settings file: the place, what was found there, what is allowed, and what may be meant."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_SHOWN = 60
SHORTEST_GUESSED = 4  # in shorter words every slip looks like every word
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Must:
    """What a value must be; `words` are the known ones, from which a misspelled one is guessed."""

    be: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class MayHave:
    """The names that a table may have; said of one that it may not have."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Needs:
    """Said of a name that a table must have and has not."""

    be: str


def sentences_of(file: str, errors: Mapping[Any, Any], found: Mapping[str, Any]) -> list[str]:
    """Return a sentence for every mistake in a tree of errors as marshmallow gives it."""
    noted = list(_leaves(errors, ()))
    guessed = {
        (*path[:-1], guess)
        for path, said in noted
        if isinstance(said, MayHave) and (guess := closest(str(path[-1]), said.words))
    }
    return [
        f"{file}: {_sentence(path, said, found)}"
        for path, said in noted
        if not (isinstance(said, Needs) and path in guessed)
    ]


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is probably meant, "" when none is near."""
    if len(word) < SHORTEST_GUESSED:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near and near[0] != word else ""


def perhaps(word: object, known: Iterable[str]) -> str:
    """Return the sentence that proposes what is meant, "" when nothing is near."""
    guess = closest(word, known) if isinstance(word, str) else ""
    return f" Perhaps “{guess}” is meant." if guess else ""


def listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def shown(value: object) -> str:
    """Show what stands in a file: a short value as it is, a table or a list by its kind."""
    if isinstance(value, str):
        return f"“{value[:LONGEST_SHOWN]}{'…' if len(value) > LONGEST_SHOWN else ''}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return "a table" if isinstance(value, Mapping) else "a list"


def _leaves(errors: Any, path: Path) -> Iterator[tuple[Path, Must | MayHave | Needs]]:
    if isinstance(errors, Mapping):
        for key, below in errors.items():
            # marshmallow puts these between a name and what is wrong with it
            yield from _leaves(below, path if key in ("_schema", "key", "value") else (*path, key))
    else:
        for said in errors:
            yield path, said


def _sentence(path: Path, said: Must | MayHave | Needs, found: Mapping[str, Any]) -> str:
    if isinstance(said, MayHave):
        key = str(path[-1])
        return f"{_table(path[:-1], found)} has “{key}”, and may have {listed(said.words)}.{perhaps(key, said.words)}"
    if isinstance(said, Needs):
        return f"{_table(path[:-1], found)} has no {path[-1]}; it must have one, {said.be}."
    value = _at(path, found)
    return f"{_place(path, found)} is {shown(value)}; it must be {said.be}.{perhaps(value, said.words)}"


def _at(path: Path, found: Any) -> Any:
    for key in path:
        found = found[key]
    return found


def _table(path: Path, found: Mapping[str, Any]) -> str:
    return _place(path, found) if path else "The file"


def _place(path: Path, found: Mapping[str, Any]) -> str:
    """Name a place as the file writes it: [mentors.defaults] capacity; [[priorities]] number 2 (telehealth) weight."""
    tables: list[str] = []
    rest = list(path)
    while rest and isinstance(rest[0], str) and isinstance(_at((*tables, rest[0]), found), Mapping):
        tables.append(str(rest.pop(0)))
    said = [f"[{'.'.join(tables)}]"] if tables else []
    for place, key in enumerate(rest, start=len(tables)):
        if isinstance(key, str):
            repeats = place == len(tables) and _is_tables(_at(path[: place + 1], found))
            said.append(f"[[{'.'.join((*tables, key))}]]" if repeats else key)
        else:
            code = _code_of(_at(path[: place + 1], found))
            said.append(f"number {key + 1}" + (f" ({code})" if code else ""))
    return " ".join(said)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _code_of(value: object) -> str:
    code = value.get("code") if isinstance(value, Mapping) else None
    return code[:LONGEST_SHOWN] if isinstance(code, str) else ""
