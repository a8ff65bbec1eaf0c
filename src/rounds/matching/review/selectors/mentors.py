"""The mentors of a run: places, proposed mentees, and whom else each of them could have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rounds.core.folding import order_key
from rounds.matching.review.selectors.people import Someone
from rounds.matching.runs.values.reasons import Reasons

if TYPE_CHECKING:
    from rounds.matching.review.selectors.board import Board


@dataclass(frozen=True)
class MentorRow:
    """A mentor with the mentees of the run."""

    mentor: Someone
    mentees: list[Someone]
    taken: int
    places: int
    carried: int


@dataclass(frozen=True)
class OtherMentee:
    """Another mentee whom a mentor could have, and who mentors them in this run."""

    person: Someone
    micro: int
    mentors: list[Someone]


@dataclass(frozen=True)
class MentorView:
    """One mentor: own pairs with reasons, and the best other mentees, best first."""

    row: MentorRow
    pairs: list[tuple[Someone, Reasons]]
    others: list[OtherMentee]


def mentor_rows_of(board: Board) -> list[MentorRow]:
    """Return every mentor, the fullest first, then by name."""
    loads = dict(zip(board.problem.mentors.ids, board.problem.mentors.load.tolist(), strict=True))
    mine = board.result.solution.mentees_of
    rows = [
        MentorRow(
            board.names[person],
            sorted(
                (board.names[mentee] for mentee in mine.get(person, ())),
                key=lambda one: order_key(one.sort_name),
            ),
            len(mine.get(person, ())),
            places,
            loads[person],
        )
        for person, places in board.places.items()
    ]
    return sorted(rows, key=lambda row: (-row.taken, order_key(row.mentor.sort_name)))


def mentors_with_meta(board: Board, rows: Iterable[MentorRow]) -> list[MentorRow]:
    """Return the same rows with the line under each name."""
    rows = list(rows)
    people = board.with_meta(row.mentor.id for row in rows)
    return [replace(row, mentor=people[row.mentor.id]) for row in rows]


def mentor_view_of(board: Board, person: str) -> MentorView:
    """Return one mentor with own pairs and whom else the run ranked."""
    (row,) = [row for row in mentor_rows_of(board) if row.mentor.id == person]
    chosen = {one.id for one in row.mentees}
    ranked = [(other, score) for other, score in board.result.mentees_for[person] if other not in chosen]
    people = board.with_meta({person, *chosen, *(other for other, _score in ranked)})
    return MentorView(
        replace(row, mentor=people[person]),
        [(people[one.id], board.result.reasons[one.id, person]) for one in row.mentees],
        [OtherMentee(people[other], score, _mentors_of(board, other)) for other, score in ranked],
    )


def _mentors_of(board: Board, mentee: str) -> list[Someone]:
    return [board.names[mentor] for mentor in board.result.solution.mentors_of.get(mentee, ())]
