"""A list of who was there, as pasted: a person a line, by name or address, read against the people whom it may name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.core.folding import fold

MOST_LINES = 500
# A number or a bullet before a name, as sign-in sheets have it.
_BEFORE = re.compile(r"^\s*(\d{1,3}[.)]\s*|[-*\u2022\u2013]\s*)")
_TITLE = re.compile(r"^(dr|prof|professor|mr|mrs|ms)\.?\s+", re.IGNORECASE)
# Degrees behind a name, after a comma or in capitals.
_DEGREES = re.compile(r"(,?\s+(MD|M\.D\.|DO|D\.O\.|PhD|Ph\.D\.|MPH|MBA|RN|PA-C|FACP|FACS))+\s*$")
_ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")


@dataclass(frozen=True)
class Named:
    """Somebody whom a list may name."""

    id: UUID
    given: str
    family: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line that names no one person here: its number and words, and whom it could mean, by name and address."""

    number: int
    text: str
    could_be: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadList:
    """Who was there, and the lines that nobody could be found for."""

    present: frozenset[UUID]
    unread: tuple[Line, ...]


def read_list(text: str, people: Iterable[Named]) -> ReadList:
    """Read a pasted list; an address counts before a name, and a name of two people is nobody's."""
    by_key: dict[str, set[UUID]] = {}
    by_part: dict[str, set[UUID]] = {}
    known = {one.id: one for one in people}
    for one in known.values():
        for key in _keys_of(one):
            by_key.setdefault(key, set()).add(one.id)
        for part in {fold(one.given), fold(one.family)} - {""}:
            by_part.setdefault(part, set()).add(one.id)
    present, unread = set(), []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        if not line.strip():
            continue
        found = _found(line, by_key)
        if len(found) == 1:
            present |= found
        else:
            # half a name is nobody's, even where one person alone has it
            meant = found or _found(line, by_part)
            unread.append(
                Line(number, line.strip()[:80], tuple(sorted(_called(known[one]) for one in meant)))
            )
    return ReadList(frozenset(present), tuple(unread))


def _keys_of(one: Named) -> set[str]:
    names = {fold(f"{one.given} {one.family}"), fold(f"{one.family} {one.given}")}
    return {*names, *(address.strip().casefold() for address in one.addresses if address)}


def _called(one: Named) -> str:
    address = next(filter(None, one.addresses), "")
    return f"{one.given} {one.family} ({address})" if address else f"{one.given} {one.family}"


def _found(line: str, by_key: dict[str, set[UUID]]) -> set[UUID]:
    for address in _ADDRESS.findall(line):
        if found := by_key.get(address.casefold()):
            return found
    name = _ADDRESS.sub(" ", line).translate(str.maketrans('<>;\t"', "     "))
    name = _TITLE.sub("", _BEFORE.sub("", name).strip())
    return by_key.get(fold(_DEGREES.sub("", name.strip(" ,")))) or by_key.get(fold(name)) or set()
