"""What a schedule says: rotations, questions about what is not sure, and what is left out; and the answers to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

KINDS: Final = (
    *("major", "elective", "nights", "night_float", "clinic", "jeopardy", "away"),
    *("vacation", "leave", "research", "free"),
)
FREE: Final = "free"
NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on record; `key` is whatever tells them apart."""

    key: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Rotation:
    """One rotation; `cell` is where it begins in the file, `last` its last day, `kind` "" until somebody says it."""

    cell: str
    row: int
    person: str
    word: str
    name: str
    kind: str
    first: date
    last: date
    site: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked once, with all cells it concerns.

    cause: who (options are keys of people), when (first and last day), cell (what stands in it), overlap, word (what it means),
    kind (what it counts as), blocks (first day, days of a block, last day), year (in which the first date lies).
    """

    cause: str
    key: str
    text: str
    cells: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    # The first and last day that the cell stands for, where its heading says so.
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line or cell that is no rotation, with the reason."""

    cell: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said a cell holds: a word with its days."""

    word: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Blocks:
    """When block 1 begins, how many days a block has, and when the last one ends."""

    first: date
    days: int
    last: date


@dataclass(frozen=True)
class Answers:
    """What was answered: names to keys of people (NOBODY for none), words to kinds, cells to what they hold."""

    who: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    blocks: Blocks | None = None
    year: int | None = None


@dataclass(frozen=True)
class Outcome:
    """Everything that a schedule gave: every filled cell of its plan is in one of the three."""

    rotations: tuple[Rotation, ...]
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a cell with its days, before anybody is named."""

    word: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell holds: `person` is the text that names whom, or several; `text` is what a question shows.

    `parts` is None where what the cell holds has to be asked, with the cause.
    """

    cell: str
    row: int
    person: str
    text: str
    parts: tuple[Part, ...] | None
    cause: str = "cell"
    email: str = ""
    who_key: str = ""
    is_several: bool = False
    # `person` is only likely to be a name: it is asked even where it is one
    is_unsure: bool = False
    site: str = ""
    days: tuple[date, date] | None = None


@dataclass
class Laid:
    """What a layout found: entries, what is asked about the whole file, and lines that are no rotation."""

    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
