"""What the list of a run and its head show."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from rounds.core.access import Request
from rounds.matching.review.selectors.board import Board, Row
from rounds.matching.review.selectors.listing import Wanted
from rounds.matching.review.selectors.people import Someone
from rounds.matching.runs.values.scores import MICRO_PER_POINT, percent
from rounds.web.addresses import address
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
    # what is decided and not in these pairs yet
    decided: str
    is_dropped: bool
    # the pair's page; nothing for who has no mentor
    href: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of the list: a press orders by it, a second one the other way round."""

    title: Words
    order: str
    sorted: str
    is_number: bool = False


HEADINGS = (
    (gettext_lazy("Mentee"), "name"),
    (gettext_lazy("Mentor, places taken"), "mentor"),
    (gettext_lazy("Score"), "score"),
    (gettext_lazy("State"), "state"),
)


def headings_of(order: str) -> list[Heading]:
    """Return the headings of the list: where each leads, and which of them orders it now."""
    return [
        Heading(
            title,
            f"-{key}" if order == key else key,
            "ascending" if order == key else "descending" if order == f"-{key}" else "",
            key == "score",
        )
        for title, key in HEADINGS
    ]


def kept_of(wanted: Wanted) -> str:
    """Return what the address asks of the list, to be kept in the links of its rows."""
    given = {"show": wanted.show, "q": wanted.words, "department": wanted.department, "order": wanted.order}
    return urlencode({name: value for name, value in given.items() if value})


def shown_rows(
    request: Request, board: Board, rows: list[Row], key: tuple[str, str] | None, kept: str
) -> list[ShownRow]:
    """Return the rows of a page with their addresses; the open pair is marked."""
    end = (f"?{kept}" if kept else "") + "#pair"
    return [
        replace(
            shown_row(row),
            href=address(
                request,
                "matching:pair",
                run_id=board.run.id,
                mentee_id=row.mentee.id,
                mentor_id=row.mentor.id,
            )
            + end,
            is_open=(row.mentee.id, row.mentor.id) == key,
        )
        if row.mentor
        else shown_row(row)
        for row in rows
    ]


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
        decided=", ".join(one.name for one in row.decided),
        is_dropped=row.is_dropped,
    )


def head_of(board: Board) -> dict[str, Any]:
    """Return the figures above the list."""
    lowest = board.lowest
    return {
        "mean": percent(board.mean),
        "lowest": shown_row(lowest) if lowest else None,
        "lowest_count": sum(
            percent(row.micro) == percent(lowest.micro) for row in board.rows if row.mentor and lowest
        ),
        "needs": needs_of(board),
        "proven": proven_sentences(board.proven),
    }


def needs_of(board: Board) -> list[str]:
    """Say what more places should bring, as places, never as people."""
    return [need_words(kind, code, count) for kind, code, count in board.result.needs]
