"""What a word of a schedule counts as, and what a legend says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rounds.sheets.reading.model import Sheet
from rounds.sheets.schedules.model import FREE, KINDS
from rounds.sheets.text import clean, fold

# the first that fits; what fits none is asked
RULES: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("away", r"\baway\b"),
        ("night_float", r"\bnight float\b|^nf$"),
        ("nights", r"^nights?$"),
        ("vacation", r"^vac(ation)?$|^annual leave$|^pto$"),
        ("leave", r"\b(maternity|paternity|parental|medical|family|sick) leave$|^leave$|^loa$"),
        ("elective", r"^elec(tive)?\b|\belective\b"),
        ("research", r"^research\b"),
        ("clinic", r"^(continuity )?clinic$"),
        ("jeopardy", r"^jeopardy\b"),
    )
)
DASH: Final = re.compile(r"[-\u2010-\u2015]+")
LEGEND_LINE: Final = re.compile(r"\s*(\S{1,6})\s*[=:\u2013]\s*(\S.*)")
CODE_HEADS: Final = {"code", "abbreviation", "letter", "symbol", "abbr"}
NAME_HEADS: Final = {"rotation", "name", "meaning", "service", "means"}
KIND_HEADS: Final = {"counts as", "kind", "type"}


def kind_by_word(word: str) -> str:
    """Return what a word surely counts as, "" where it has to be asked."""
    if DASH.fullmatch(word.strip()):
        return FREE
    folded = fold(word)
    return next((kind for kind, pattern in RULES if pattern.search(folded)), "")


@dataclass(frozen=True)
class Meaning:
    """What a legend says of a code: its name, and what it counts as if it says so."""

    name: str
    kind: str = ""


class Legend:
    """The codes that a schedule explains, on another sheet or in lines below."""

    def __init__(self) -> None:
        self.meanings: dict[str, Meaning] = {}

    def __bool__(self) -> bool:
        return bool(self.meanings)

    def find(self, word: str) -> Meaning | None:
        return self.meanings.get(word.casefold())

    def kind_of(self, word: str) -> str:
        """Return what a word counts as; "" where nothing says so, or two sources disagree."""
        meaning = self.find(word)
        if meaning is None:
            return "" if self and not kind_by_word(word) else kind_by_word(word)
        by_name = kind_by_word(meaning.name)
        return meaning.kind if by_name in ("", meaning.kind) else by_name if not meaning.kind else ""

    def read_sheet(self, sheet: Sheet) -> bool:
        """Take a sheet of codes and names; tell whether it is one."""
        if not sheet.rows:
            return False
        heads = [fold(value) for value in sheet.rows[0].values]
        code = _place(heads, CODE_HEADS)
        name, kind = _place(heads, NAME_HEADS), _place(heads, KIND_HEADS)
        if code is None or name is None:
            return False
        for row in sheet.rows[1:]:
            said = fold(row.at(kind)) if kind is not None else ""
            self._add(row.at(code), row.at(name), said if said in KINDS else "")
        return True

    def read_cells(self, texts: Iterable[str]) -> bool:
        """Take a line of “M = Medicine wards”; tell whether it is one."""
        found = [LEGEND_LINE.fullmatch(text) for text in texts if clean(text)]
        if not found or not all(found):
            return False
        for match in found:
            if match:
                self._add(match.group(1), match.group(2), "")
        return True

    def _add(self, code: str, name: str, kind: str) -> None:
        if clean(code):
            known = self.meanings.get(clean(code).casefold())
            self.meanings[clean(code).casefold()] = (
                known if known and known.kind else Meaning(clean(name), kind)
            )


def _place(heads: list[str], wanted: set[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head in wanted), None)
