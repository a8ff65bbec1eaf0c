"""Questions that are asked only after an answer to an earlier one of the same page. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from rounds.surveys.kinds.questions import Question
from rounds.surveys.scores import NOT_ASKED


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Tell whether a question is asked, after the answers that were given before it."""
    if not question.show_if:
        return True
    given = answers.get(question.show_if["item"])
    return not set(question.show_if["codes"]).isdisjoint(given if isinstance(given, list) else [given])


def as_asked(answers: Mapping[str, Any], questions: Iterable[Question]) -> dict[str, Any]:
    """Return answers in which every question that was not asked says so, whatever a browser sent for it."""
    found = dict(answers)
    for one in questions:
        if one.key in found and not is_asked(one, found):
            found[one.key] = NOT_ASKED
    return found
