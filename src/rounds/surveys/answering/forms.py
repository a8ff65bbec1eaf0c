"""The form of one page of a survey: its questions in their order, filled with what was kept."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from rounds.surveys.instruments.selectors import Topic
from rounds.surveys.kinds import Question, as_asked, kind_of, read_answers
from rounds.surveys.scores import NOT_ASKED


@dataclass(frozen=True)
class OnlyAfter:
    """After which answers to which field a question is asked, for scripts, and in words for everybody."""

    name: str
    codes: str
    words: str


class PageForm(forms.Form):
    """Questions of one topic; nothing is required."""

    def __init__(self, topic: Topic, held: dict[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="a")
        self.topic = topic
        for one in topic.questions:
            kind = kind_of(one)
            if kind.is_answered:
                self.fields[one.key] = field = kind.field(one)
                field.only_after = self._only_after(one)  # type: ignore[attr-defined]
                self.initial[one.key] = kind.shown(held.get(one.key), one)

    def _only_after(self, question: Question) -> OnlyAfter | None:
        earlier = {one.key: one for one in self.topic.questions}.get(question.show_if.get("item", ""))
        if earlier is None:
            return None
        codes = question.show_if["codes"]
        labels = " / ".join(f"“{label}”" for code, label in earlier.points if code in codes)
        words = _("Only if you answer %(labels)s above.") % {"labels": labels}
        return OnlyAfter(self.add_prefix(earlier.key), " ".join(map(str, codes)), words)

    def clean(self) -> dict[str, Any]:
        """Forget what stands in a field that is not asked, even what could not be read."""
        data = super().clean() or self.cleaned_data
        kept = read_answers(data, self.topic.questions)
        for key, answer in as_asked(kept, self.topic.questions).items():
            if answer == NOT_ASKED and key in self.errors:
                del self.errors[key]
        return data

    def answers(self) -> dict[str, Any]:
        """Return what is kept of the page; what was not asked says so."""
        return as_asked(read_answers(self.cleaned_data, self.topic.questions), self.topic.questions)

    @property
    def has_conditions(self) -> bool:
        """Tell whether a script has something to hide."""
        return any(one.show_if for one in self.topic.questions)
