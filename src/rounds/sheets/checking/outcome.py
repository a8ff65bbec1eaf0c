"""What a person decided about a file, and what came of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Answers:
    """What a person decided about a file. It can be kept as JSON and used for the next file.

    columns: column key -> target key, "" to leave it out. values: target -> folded text -> value, None to leave it
    empty. cells: "row:target" -> text typed instead. keep: "row,row" -> row to keep of one person's. who: row -> whom
    it means among people who are known already, as the caller writes it. defaults: target -> text for rows without a
    value. date_order: "mdy" or "dmy".
    """

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    keep: dict[str, int] = field(default_factory=dict)
    who: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    date_order: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Answers:
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def to_remember(self) -> Answers:
        """Return the part that holds for the next file with the same columns: nothing about this one's rows."""
        return Answers(
            dict(self.columns),
            {key: dict(words) for key, words in self.values.items()},
            date_order=self.date_order,
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not understood: the cause, the cell, what stands there, what may be meant.

    It leaves its answer out, and the row too where nobody can be told without it.
    """

    cause: str
    target: str
    row: int
    cell: str
    text: str
    part: str = ""
    suggestion: Any = None
    rows: tuple[int, ...] = ()  # every row that is concerned, where there are several
    keeps_out: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one cause in one target; `texts` are the different values, each with its problems."""

    cause: str
    target: str
    problems: tuple[Problem, ...]

    @property
    def texts(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.part or problem.text, []).append(problem)
        return found

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(sorted({row for problem in self.problems for row in (problem.rows or (problem.row,))}))


@dataclass(frozen=True, slots=True)
class Record:
    """What one row says: target key -> value, blank ones left out, and the cells they came from."""

    row: int
    values: dict[str, Any]
    cells: dict[str, str]
    label: str = ""
    # a cell of the training year whose words are no year ("attending"), whatever was answered about it: place and words
    year_words: tuple[str, str] | None = None
    is_doctor: bool = False  # the name stands there with “Dr.” or a doctor's degree, which are no part of it


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: every row of the table, and each heading again, is in exactly one of records, repeated, nobody and out."""

    records: tuple[Record, ...]
    repeated: tuple[int, ...]  # rows that say the same as an earlier one
    out: dict[int, tuple[Problem, ...]]  # rows kept out, by row number
    groups: tuple[Group, ...]
    date_order: str
    nobody: dict[int, str] = field(
        default_factory=dict
    )  # lines that are no person: headings, totals, footnotes
    waiting: tuple[Record, ...] = ()  # what was read of rows that are out until something is answered

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for group in self.groups for problem in group.problems)
