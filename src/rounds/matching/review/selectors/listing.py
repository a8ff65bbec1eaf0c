"""The list of a run: searched by name, narrowed to what matters, in the order that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.folding import fold, order_key
from rounds.matching.enums import Decision
from rounds.people.selectors import current_stages

if TYPE_CHECKING:
    from rounds.matching.review.selectors.board import Board, Row


@dataclass(frozen=True)
class Wanted:
    """What the address asks of the list; empty means everybody, those to look at first before the others."""

    show: str = ""
    words: str = ""
    department: str = ""
    order: str = ""


@dataclass(frozen=True)
class Listed:
    """The rows that are wanted, and how many each choice would show with the same words and department."""

    rows: list[Row]
    counts: dict[str, int]
    # (id, name, mentees) of each department, by name
    departments: list[tuple[str, str, int]]


def listed(board: Board, wanted: Wanted) -> Listed:
    """Return the list of a run as it is wanted."""
    departments = _departments(board)
    rows = _with_words(board.rows, wanted.words)
    if wanted.department:
        rows = [row for row in rows if departments.get(row.mentee.id, ("", ""))[0] == wanted.department]
    changed = _changed(board)
    shown: dict[str, Callable[[Row], bool]] = {
        "first": lambda row: row.group == "first",
        "locked": lambda row: bool(row.kept or row.decided),
        "changed": lambda row: row.mentee.id in changed,
        "unmatched": lambda row: row.mentor is None,
    }
    counts = {name: sum(map(is_in, rows)) for name, is_in in shown.items()}
    counts["all"] = len(rows)
    is_in = shown.get(wanted.show)
    numbers = Counter(departments.get(person, ("", "")) for person in board.problem.mentees.ids)
    return Listed(
        rows=_ordered([row for row in rows if is_in is None or is_in(row)], wanted.order),
        counts=counts,
        departments=sorted(
            ((key, name, number) for (key, name), number in numbers.items() if key), key=lambda one: one[1]
        ),
    )


def _changed(board: Board) -> set[str]:
    """Return the mentees about whom somebody decided otherwise than a run would: by hand, forbidden, vetoed."""
    return {mentee for (mentee, _mentor), one in board.decisions.items() if one.kind != Decision.LOCK}


def _ordered(rows: list[Row], order: str) -> list[Row]:
    descending = order.startswith("-")
    keys: dict[str, Callable[[Row], tuple[object, ...]]] = {
        "name": lambda row: order_key(row.sort_name),
        "mentor": lambda row: (
            order_key(row.mentor.sort_name if row.mentor else ""),
            order_key(row.sort_name),
        ),
        "score": lambda row: (row.micro, order_key(row.sort_name)),
        "state": lambda row: (not row.doubt, not row.kept, row.doubt, row.kept, order_key(row.sort_name)),
    }
    key = keys.get(order.removeprefix("-"))
    if key is None:
        return rows
    without = [row for row in rows if row.mentor is None]
    with_mentor = [row for row in rows if row.mentor is not None]
    return [*sorted(with_mentor, key=key, reverse=descending), *without]  # type: ignore[arg-type]


def _with_words(rows: Iterable[Row], words: str) -> list[Row]:
    """Return the rows in whose two names each of the words is, whatever case, accents and order."""
    wanted = fold(words).split()
    if not wanted:
        return list(rows)
    return [
        row
        for row in rows
        if any(
            all(word in name for word in wanted)
            for name in (fold(row.mentee.name), fold(row.mentor.name if row.mentor else ""))
        )
    ]


def _departments(board: Board) -> dict[str, tuple[str, str]]:
    """Return (id, name) of each mentee's department, from the stage that stands under the name."""
    return {person: (key, name) for person, key, name in _departments_of(tuple(board.problem.mentees.ids))}


@kept_while_unchanged
def _departments_of(person_ids: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    stages = current_stages(map(UUID, person_ids))
    return tuple(
        (str(person), str(stage.department.id), stage.department.name)
        for person, stage in stages.items()
        if stage.department
    )
