"""Read cells that hold words of a vocabulary or several things: choices, lists, people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from rounds.sheets.cells.parsed import NOTHING, Parsed
from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.text import answer_key, fold

BLANK = {"", "-", "--", "---", "n/a", "na", "#n/a n/a", "tbd", "?", "\u2013", "\u2014", "not applicable", "."}
BLANK_LIST = {*BLANK, "none", "no", "nobody", "no one", "nil"}


def read_people(target: Target, text: str) -> Parsed:
    if text.lower() in BLANK_LIST:
        return NOTHING
    if re.search(r"[;\n|]", text):
        return Parsed(unique(re.split(r"[;\n|]", text)))
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or (len(parts) == 2 and " " not in parts[1] and "@" not in text):
        return Parsed((text,))
    if all(" " in part or "@" in part for part in parts):
        return Parsed(unique(parts))
    return Parsed(problem="people")


@lru_cache(maxsize=256)
def _vocabulary(target: Target) -> tuple[dict[str, str], dict[str, str]]:
    """Return folded word -> key for what counts and for what is only proposed; a word of two keys counts for none."""
    known: dict[str, str] = {}
    twice: set[str] = set()
    for choice in target.choices:
        for word in {fold(word) for word in (choice.key, choice.label, *choice.synonyms)}:
            if known.setdefault(word, choice.key) != choice.key:
                twice.add(word)
    hints: dict[str, str] = {}
    for choice in target.choices:
        for word in choice.hints:
            if hints.setdefault(fold(word), choice.key) != choice.key:
                hints[fold(word)] = ""
    return {word: key for word, key in known.items() if word not in twice}, {
        w: key for w, key in hints.items() if key
    }


def read_choice(target: Target, text: str) -> Parsed:
    known, hints = _vocabulary(target)
    folded = fold(text)
    if folded in known:
        return Parsed(known[folded])
    return Parsed(problem="choice", suggestion=hints.get(folded), part=text)


def read_list(target: Target, text: str, answers: Mapping[str, Any]) -> Parsed:
    """Return what is understood of a list; each item that is not has a problem of its own."""
    if text.lower() in BLANK_LIST:
        return NOTHING
    known, hints = _vocabulary(target)
    keys: list[str] = []
    unread: list[Parsed] = []
    for item in _items(text, {*known, *answers}):
        folded = fold(item)
        asked = answer_key(item)
        if asked in answers:
            keys.extend(str(answers[asked]).split("+") if answers[asked] is not None else [])
        elif folded in known:
            keys.extend(known[folded].split("+"))
        elif (target.kind is Kind.LIST or target.open) and not folded.isdigit():
            keys.append(item)  # own words; a bare number is none
        else:
            unread.append(Parsed(problem="choice", suggestion=hints.get(folded), part=item))
    values = unique(keys)
    if target.maximum is not None and len(values) > target.maximum:
        return Parsed(problem="too_many")
    return Parsed(values or None, unread=tuple(unread)) if values or unread else NOTHING


def _items(text: str, known: set[str]) -> Iterable[str]:
    """Cut a cell into list items; a known phrase that holds a comma or "and" stays whole."""
    if fold(text) in known:
        return [text]
    items: list[str] = []
    for piece in re.split(r"[;|\n]", text):
        items.extend([piece] if fold(piece) in known else _cut(piece, known))
    return [item.strip(" \t\u2022*-.") for item in items if fold(item)]


def _cut(piece: str, known: set[str]) -> list[str]:
    out: list[str] = []
    for cut in piece.split(","):
        part = re.sub(r"^\s*and\s+", "", cut)
        halves = re.split(r"\s+and\s+|\s*&\s*|\s*/\s*", part)
        both = len(halves) > 1 and fold(part) not in known and all(fold(half) in known for half in halves)
        out.extend(halves if both else [part])
    return out


def unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))
