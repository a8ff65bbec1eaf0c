"""Kinds that are answered by a press: one point of a scale, one of several, any of several."""

from typing import Any

from django import forms

from rounds.surveys.kinds.base import KindOf, packed
from rounds.surveys.kinds.questions import Question
from rounds.surveys.scores import NOT_APPLICABLE


class OnePointField(forms.TypedChoiceField):
    """One of a few words, nothing chosen beforehand; the press that leaves it out stands last."""

    widget = forms.RadioSelect
    in_a_row = False
    ends: tuple[str, ...] = ()


class Scale(KindOf):
    """One of two to seven labeled points."""

    is_number = True

    def field(self, question: Question) -> forms.Field:
        """Return radio buttons, the points in their order."""
        choices: list[tuple[int, str]] = list(question.points)
        if question.missing:
            choices.append((NOT_APPLICABLE, question.missing))
        return OnePointField(
            label=question.text, choices=choices, coerce=int, empty_value=None, required=False
        )

    def in_words(self, answer: Any, question: Question) -> str:
        """Return the label of a point."""
        return dict(question.points).get(answer, str(answer))


class Ten(Scale):
    """0 to 10; the ends have labels, what lies between its number."""

    def field(self, question: Question) -> forms.Field:
        """Return eleven numbers in a row, and what the first and the last mean."""
        field = OnePointField(
            label=question.text,
            choices=[(code, str(code)) for code in question.codes],
            coerce=int,
            empty_value=None,
            required=False,
        )
        field.in_a_row = True
        field.ends = (question.points[0][1], question.points[-1][1])
        return field

    def in_words(self, answer: Any, question: Question) -> str:
        """Return the number."""
        return str(answer)


class Choice(Scale):
    """One of several that stand in no order."""

    is_number = False


class Ticks(KindOf):
    """Any of several."""

    def field(self, question: Question) -> forms.Field:
        """Return a box for each point."""
        return forms.TypedMultipleChoiceField(
            label=question.text,
            choices=question.points,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def in_words(self, answer: Any, question: Question) -> str:
        """Return the labels of what was ticked."""
        labels = dict(question.points)
        return ", ".join(labels.get(code, str(code)) for code in answer)

    def longest(self, question: Question) -> int:
        """Return the bytes of all of them ticked."""
        return max(len(packed(list(question.codes))), super().longest(question))
