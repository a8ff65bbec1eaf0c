"""What the list of a run and its head show."""

from dataclasses import dataclass
from typing import Any

from rounds.matching.review.selectors.board import Board, Row
from rounds.matching.review.selectors.people import Someone
from rounds.matching.runs.values.scores import MICRO_PER_POINT, percent
from rounds.web.words.pairs import DOUBTS, KEPT, Words, need_words, proven_sentences


@dataclass(frozen=True)
class ShownRow:
    """One mentee with a mentor, or without."""

    mentee: Someone
    mentor: Someone | None
    score: str
    points: float
    taken: int
    places: int
    badge: tuple[Words, str, str] | None
    kept: tuple[Words, str] | None
    group: str


def shown_row(row: Row) -> ShownRow:
    """Return a row as it is read."""
    return ShownRow(
        mentee=row.mentee,
        mentor=row.mentor,
        score=percent(row.micro),
        points=row.micro / MICRO_PER_POINT,
        taken=row.taken,
        places=row.places,
        badge=DOUBTS.get(row.doubt),
        kept=KEPT.get(row.kept),
        group=row.group,
    )


def head_of(board: Board) -> dict[str, Any]:
    """Return the figures above the list."""
    lowest = board.lowest
    return {
        "mean": percent(board.mean),
        "lowest": shown_row(lowest) if lowest else None,
        "needs": needs_of(board),
        "proven": proven_sentences(board.proven),
    }


def needs_of(board: Board) -> list[str]:
    """Say what more places should bring, as places, never as people."""
    return [need_words(kind, code, count) for kind, code, count in board.result.needs]
