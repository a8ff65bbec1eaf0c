"""Answers as records that a REDCap project with the set's dictionary takes in. Pure.

A code of REDCap's own stands for "does not apply"; what was left out or not asked is empty there. Scores are left out: the
project works them out. Who answered is not in it: records are numbered.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rounds.surveys.enums import KindOfItem
from rounds.surveys.instruments.values.redcap.writing import RECORD, variable
from rounds.surveys.kinds import Question, kind_of
from rounds.surveys.scores import NOT_APPLICABLE

COMPLETE = "2"


def records_of(
    questions: Sequence[Question], rows: Sequence[Mapping[str, Any]], *, form: str
) -> tuple[list[str], list[list[str]]]:
    """Return the header and the lines of a file of records."""
    asked = [one for one in questions if kind_of(one).is_answered]
    header = [RECORD, *(name for one in asked for name in _names(one)), f"{form}_complete"]
    lines = [
        [str(number), *(cell for one in asked for cell in _cells(one, row.get(one.key))), COMPLETE]
        for number, row in enumerate(rows, start=1)
    ]
    return header, lines


def _codes(question: Question) -> list[int]:
    return [*question.codes, *([NOT_APPLICABLE] if question.missing else [])]


def _names(question: Question) -> Iterator[str]:
    name = variable(question.key)
    if question.kind != KindOfItem.TICKS:
        yield name
        return
    for code in _codes(question):
        # a minus is an underscore in the name of a box
        yield f"{name}___{str(code).replace('-', '_')}"


def _cells(question: Question, given: Any) -> Iterator[str]:
    if question.kind == KindOfItem.TICKS:
        for code in _codes(question):
            is_ticked = code in given if isinstance(given, list) else code == given
            yield str(int(is_ticked))
    elif isinstance(given, list):
        yield str(kind_of(question).shown(given, question))
    elif given is None or (isinstance(given, int) and given < 0 and given not in _codes(question)):
        yield ""
    else:
        # a month is told as its first day
        yield f"{given}-01" if question.kind == KindOfItem.MONTH else str(given)
