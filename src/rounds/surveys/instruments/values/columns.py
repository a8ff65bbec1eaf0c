"""Answers as columns of a file: codes as numbers, each box of a choice of several in a column of its own. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rounds.surveys.kinds import Question, kind_of
from rounds.surveys.scores import NOT_ASKED

Value = str | int


@dataclass(frozen=True)
class FileColumn:
    """One column: its name, of which question, of which box of it, and how its value is read from answers."""

    name: str
    question: Question
    code: int | None
    value: Callable[[Mapping[str, Any]], Value]


def columns_of(questions: Sequence[Question]) -> list[FileColumn]:
    """Return the columns of questions, in their order."""
    return [column for one in questions if kind_of(one).is_answered for column in _columns(one)]


def _columns(question: Question) -> Iterator[FileColumn]:
    if question.kind != "ticks":
        yield FileColumn(question.key, question, None, lambda answers: _value(question, answers))
        return
    for code in question.codes:
        yield FileColumn(f"{question.key}___{code}", question, code, _box(question, code))


def _box(question: Question, code: int) -> Callable[[Mapping[str, Any]], Value]:
    def value(answers: Mapping[str, Any]) -> Value:
        given = answers.get(question.key, NOT_ASKED)
        return int(code in given) if isinstance(given, list) else int(given)

    return value


def _value(question: Question, answers: Mapping[str, Any]) -> Value:
    given = answers.get(question.key, NOT_ASKED)
    if isinstance(given, list):
        return str(kind_of(question).shown(given, question))
    return given if isinstance(given, int) else str(given)
