"""What every topic of intake shares, one form a page: what was typed becomes coded answers.

`values` is what a topic holds in its coded form; `data_of` turns it back into what the page shows, so
that roster, last year and an import prefill the same way in which a draft is resumed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Values = dict[str, Any]
Data = dict[str, list[str]]

OFFICE_READS = gettext_lazy(
    "You and the program office can read this. Your partner sees only what your introduction card shows. "
    "Your program director (PD) cannot read it."
)


@dataclass(frozen=True)
class FormContext:
    """What the forms of one enrollment must know: lists to choose from, already loaded."""

    side: str
    zone: str
    is_own: bool = True  # the person types; otherwise somebody of the program office does
    tier: str = ""
    sites: tuple[tuple[str, str], ...] = ()
    priorities: tuple[tuple[str, str, str], ...] = ()  # id, name, rationale

    @property
    def zone_words(self) -> str:
        """Return the zone as people say it: "Chicago" for America/Chicago."""
        return self.zone.rpartition("/")[2].replace("_", " ")


class TopicForm(forms.Form):
    """One topic. Subclasses name what it is for and translate between page and coded values."""

    key: ClassVar[str]
    title: ClassVar[str | Promise]
    why: ClassVar[str | Promise]
    reads: ClassVar[str | Promise] = OFFICE_READS
    only_you: ClassVar[bool] = False
    seconds: ClassVar[int] = 40
    template: ClassVar[str] = "participant/intake/topics/plain.html"
    # What Enter does.
    enter: ClassVar[str] = "next"
    # Templates read a topic's words from its class.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, *arguments: Any, context: FormContext, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.context = context
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the program."""

    @classmethod
    def applies(cls, context: FormContext) -> bool:
        return True

    def values(self) -> Values:
        """Return the coded values of a valid form."""
        raise NotImplementedError

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        """Return what the page shows for coded values."""
        raise NotImplementedError

    def summary(self) -> list[tuple[str, str]]:
        """Return (question, answer in words) for the page where answers are checked."""
        lines = []
        for name in self.fields:
            bound = self[name]
            words = _in_words(bound, self.cleaned_data.get(name))
            if words:
                lines.append((str(bound.label), words))
        return lines


def numbers_of(cleaned: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """Return the answers of all fields with a prefix that hold a number, by the rest of their names."""
    return {
        name.removeprefix(prefix): int(value)
        for name, value in cleaned.items()
        if name.startswith(prefix) and value not in ("", None)
    }


def shown_of(**values: Any) -> Data:
    """Return what a page shows for values, empty ones left out."""
    shown: Data = {}
    for name, value in values.items():
        if isinstance(value, (list, tuple)):
            shown[name] = [str(one) for one in value]
        elif value not in (None, ""):
            shown[name] = [str(value)]
    return shown


def _in_words(bound: forms.BoundField, value: Any) -> str:
    if value in (None, "", [], (), False) or bound.field.widget.is_hidden:
        return ""
    if isinstance(value, bool):
        return _("Yes")
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return str(value)
    words = {str(key): str(word) for key, word in choices}
    return ", ".join(words[str(one)] for one in (value if isinstance(value, list) else [value]))


def json_of(value: Any) -> str:
    """Return a value as the text of a hidden field."""
    return json.dumps(value, separators=(",", ":"))
