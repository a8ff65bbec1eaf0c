"""The form of one page of a survey: its questions in their order, filled with what was kept."""

from typing import Any

from django import forms
from django.http import QueryDict

from rounds.surveys.instruments.selectors import Topic
from rounds.surveys.kinds import kind_of, read_answers


class PageForm(forms.Form):
    """Questions of one topic; nothing is required."""

    def __init__(self, topic: Topic, held: dict[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="a")
        self.topic = topic
        for one in topic.questions:
            kind = kind_of(one)
            if kind.is_answered:
                self.fields[one.key] = kind.field(one)
                self.initial[one.key] = kind.shown(held.get(one.key), one)

    def answers(self) -> dict[str, Any]:
        """Return what is kept of the page."""
        return read_answers(self.cleaned_data, self.topic.questions)
