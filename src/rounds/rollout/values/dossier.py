"""What a dossier says, as it is frozen: parts in order, each with rows of two texts; names stand outside of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = tuple[str, str]


@dataclass(frozen=True)
class DossierSection:
    """One part of a dossier: what it is called, and its rows."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Choice:
    """What somebody picked: parts, own words, and which releases of names."""

    parts: tuple[str, ...] = ()
    words: str = ""
    named: tuple[str, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """Return it as it is sealed."""
        return {"parts": list(self.parts), "words": self.words, "named": list(self.named)}


def choice_of(facts: Mapping[str, Any]) -> Choice:
    """Return a choice as it was sealed."""
    return Choice(tuple(facts["parts"]), facts["words"], tuple(facts["named"]))


def days_covered(spans: Iterable[tuple[date, date]]) -> int:
    """Return how many days lie in at least one of the spans [from, to)."""
    total, reached = 0, date.min
    for begun, over in sorted(spans):
        if over > max(begun, reached):
            total += (over - max(begun, reached)).days
            reached = over
    return total


def names_in(text: str, people: Sequence[tuple[str, str]]) -> str:
    """Return the first given or family name of these people that stands in a text as a word of its own; else nothing."""
    words = "".join(one if one.isalnum() or one in "’'-" else " " for one in text)
    padded = f" {' '.join(words.split())} "
    for given, family in people:
        for name in (f"{given} {family}", family, given):
            if name.strip() and any(f" {name.strip()}{end}" in padded for end in (" ", "’s ", "'s ")):
                return name.strip()
    return ""
