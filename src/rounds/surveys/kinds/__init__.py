"""How an item is answered: a small class a kind, each with its control, its reader, its codes and its longest answer."""

from collections.abc import Iterable
from typing import Any

from rounds.surveys.kinds.base import KindOf, packed
from rounds.surveys.kinds.choosing import Choice, Scale, Ten, Ticks
from rounds.surveys.kinds.conditions import as_asked, is_asked
from rounds.surveys.kinds.questions import Question
from rounds.surveys.kinds.writing import Month, Note, Number, OwnAreas, Text

KINDS: dict[str, KindOf] = {
    "scale": Scale(),
    "ten": Ten(),
    "choice": Choice(),
    "ticks": Ticks(),
    "text": Text(),
    "number": Number(),
    "month": Month(),
    "own_areas": OwnAreas(),
    "note": Note(),
}


def kind_of(question: Question) -> KindOf:
    """Return the class that knows how a question is answered."""
    return KINDS[question.kind]


def read_answers(values: dict[str, Any], questions: Iterable[Question]) -> dict[str, Any]:
    """Return what is kept of cleaned values: {item key: answer or code}, notes left out."""
    return {
        one.key: kind_of(one).read(values.get(one.key), one) for one in questions if kind_of(one).is_answered
    }


def longest_answers(questions: Iterable[Question]) -> int:
    """Return the bytes of the longest answers that these questions can get, as `packed` writes them."""
    rows = [
        len(packed(one.key)) + len(":,") + kind_of(one).longest(one)
        for one in questions
        if kind_of(one).is_answered
    ]
    return sum(rows) + len("{}")


__all__ = [
    "KINDS",
    "KindOf",
    "Question",
    "as_asked",
    "is_asked",
    "kind_of",
    "longest_answers",
    "packed",
    "read_answers",
]
