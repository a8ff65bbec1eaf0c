"""Whom a name of a schedule means: one person on record surely, or a question with those who may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rounds.sheets.cells.name_words import TITLES
from rounds.sheets.cells.names import split_name
from rounds.sheets.schedules.model import Known
from rounds.sheets.text import fold

BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")


@dataclass(frozen=True)
class Meant:
    """The person, if one is surely meant; else those who may be."""

    key: str | None
    options: tuple[str, ...] = ()


def find_person(text: str, people: Sequence[Known], *, email: str = "") -> Meant:
    """Find somebody by address or name; a name in another order, shortened, or with words beside it is asked."""
    if email:
        found = [one.key for one in people if one.email.casefold() == email.strip().casefold()]
        if len(found) == 1:
            return Meant(found[0])
        return Meant(None, _options(text, people))
    plain = BRACKETS.sub(" ", text)
    in_order = _in_order(plain)
    named = [one.key for one in people if " ".join(_words(one.name)) == in_order]
    if not named and "," not in plain and len(_words(plain)) == 1:
        named = [one.key for one in people if _words(one.name)[-1:] == _words(plain)]
    is_plain = plain == text and not _has_title(text)
    if len(named) == 1 and is_plain:
        return Meant(named[0])
    return Meant(None, tuple(named) or _without_degrees(plain, people) or _options(plain, people))


def _without_degrees(text: str, people: Sequence[Known]) -> tuple[str, ...]:
    """Return whom a name means without the degrees behind it, "Lee, Ann MD" as the import of people reads it."""
    name = split_name(text).name
    words = _words(" ".join(name)) if name else ()
    return tuple(one.key for one in people if words and _words(one.name) == words)


def _in_order(text: str) -> str:
    family, comma, given = text.partition(",")
    return " ".join(_words(f"{given} {family}" if comma else text))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in fold(text).split() if word not in TITLES)


def _has_title(text: str) -> bool:
    return any(word in TITLES for word in fold(text).split())


def _options(text: str, people: Sequence[Known]) -> tuple[str, ...]:
    """Return who shares the family name, or all words in another order; an initial must fit."""
    words = _words(text)
    found = []
    for one in people:
        own = _words(one.name)
        if not own:
            continue
        rest = [word for word in words if word != own[-1]]
        is_like = own[-1] in words and all(any(name.startswith(word) for name in own) for word in rest)
        if is_like or set(words) == set(own):
            found.append(one.key)
    return tuple(found)
