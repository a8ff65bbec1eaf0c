"""Kinds that are typed: a text, a number, a month, topics of one's own, and a note that asks nothing."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import TextField
from rounds.surveys.kinds.base import BYTES_A_CHARACTER, QUOTES, KindOf
from rounds.surveys.kinds.questions import Question
from rounds.surveys.scores import SKIPPED

MOST_CHARACTERS = 600
MOST_AREAS = 5
AREA_CHARACTERS = 80
MONTH = re.compile(r"^(19|20)\d\d-(0[1-9]|1[0-2])$")


class Text(KindOf):
    """A few sentences; `high` is the most characters."""

    def field(self, question: Question) -> forms.Field:
        """Return a box for text."""
        return TextField(
            label=question.text,
            max_length=question.high or MOST_CHARACTERS,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def longest(self, question: Question) -> int:
        """Return the bytes of the longest text that fits."""
        return BYTES_A_CHARACTER * (question.high or MOST_CHARACTERS) + QUOTES


class Number(KindOf):
    """A whole number within bounds."""

    is_number = True

    def field(self, question: Question) -> forms.Field:
        """Return a box for a number."""
        low, high = _bounds(question)
        return forms.IntegerField(label=question.text, min_value=low, max_value=high, required=False)

    def longest(self, question: Question) -> int:
        """Return the digits of the longest number."""
        return max(*(len(str(end)) for end in _bounds(question)), super().longest(question))


class Month(KindOf):
    """A month of a year, as 2027-03."""

    def field(self, question: Question) -> forms.Field:
        """Return the browser's box of a month."""
        return forms.RegexField(
            MONTH,
            label=question.text,
            required=False,
            widget=forms.TextInput(attrs={"type": "month"}),
            error_messages={"invalid": _("Write the month as year and month, such as 2027-03.")},
        )

    def longest(self, question: Question) -> int:
        """Return the bytes of a month."""
        return len("2027-03") + QUOTES


class AreasField(forms.CharField):
    """Topics of one's own, a line each: topic; weight 1 to 5; satisfaction 0 to 10."""

    widget = forms.Textarea

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, value: Any) -> list[list[Any]]:
        """Return [[topic, weight, satisfaction], ...]; refuses a line that can't be read, with its number."""
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > self.most:
            words = _("At most %(most)s topics, a line each. Nothing is lost; take out %(over)s.")
            raise forms.ValidationError(words, params={"most": self.most, "over": len(lines) - self.most})
        return [_area(number, line) for number, line in enumerate(lines, 1)]


def _area(number: int, line: str) -> list[Any]:
    topic, *rest = (part.strip() for part in line.split(";"))
    figures = [int(part) for part in rest if re.fullmatch(r"[0-9]{1,2}", part)]
    if len(rest) != 2 or len(figures) != 2 or not (1 <= figures[0] <= 5 and figures[1] <= 10) or not topic:
        words = _(
            "Line %(number)s: write topic; weight 1 to 5; satisfaction 0 to 10, such as: teaching; 4; 6."
        )
        raise forms.ValidationError(words, params={"number": number})
    if len(topic) > AREA_CHARACTERS:
        words = _("Line %(number)s: the topic has at most %(most)s characters. Shorten it here.")
        raise forms.ValidationError(words, params={"number": number, "most": AREA_CHARACTERS})
    return [topic, *figures]


class OwnAreas(KindOf):
    """Topics of one's own, each with weight and satisfaction; `high` is the most of them."""

    def field(self, question: Question) -> forms.Field:
        """Return a box with a line a topic."""
        help_text = gettext("A line each: topic; weight 1 to 5; satisfaction 0 to 10.")
        return AreasField(
            label=question.text, help_text=help_text, most=question.high or MOST_AREAS, required=False
        )

    def shown(self, answer: Any, question: Question) -> Any:
        """Return the lines as they were typed."""
        return "\n".join("; ".join(map(str, area)) for area in answer) if isinstance(answer, list) else None

    def in_words(self, answer: Any, question: Question) -> str:
        """Return the topics with their figures."""
        return ", ".join(f"{topic} ({weight}, {satisfied})" for topic, weight, satisfied in answer)

    def longest(self, question: Question) -> int:
        """Return the bytes of as many topics as fit, each as long as can be."""
        one = BYTES_A_CHARACTER * AREA_CHARACTERS + QUOTES + len("[,5,10],")
        return (question.high or MOST_AREAS) * one + len("[]")


class Note(KindOf):
    """Words without an answer."""

    is_answered = False

    def field(self, question: Question) -> forms.Field:
        """Return no control: a field that takes nothing."""
        return forms.Field(label=question.text, required=False, widget=forms.HiddenInput)

    def read(self, value: Any, question: Question) -> Any:
        """Return that nothing is kept."""
        return SKIPPED


def _bounds(question: Question) -> tuple[int, int]:
    return question.low or 0, 9999 if question.high is None else question.high
