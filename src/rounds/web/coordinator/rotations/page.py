"""What the check page of a schedule shows: the kept reading in words, with a form for each thing that is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.integrations.schedules.forms import Asked, forms_for, word_forms
from rounds.integrations.schedules.selectors import described_people
from rounds.integrations.schedules.values.answers import merged
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.programs.enums import RotationKind
from rounds.sheets.schedules import NOBODY, Answers

# Cause: its heading, and what answering it does.
HEADINGS: Final[dict[str, tuple[Promise, Promise]]] = {
    "year": (gettext_lazy("Which year is it?"), gettext_lazy("The dates of the file have no year.")),
    "blocks": (
        gettext_lazy("When are the blocks?"),
        gettext_lazy("The file numbers them and says no dates."),
    ),
    "who": (
        gettext_lazy("Who is meant?"),
        gettext_lazy("These names are not surely one person on record. Say it once; every line follows."),
    ),
    "when": (gettext_lazy("From when to when?"), gettext_lazy("A day is missing or unclear in these lines.")),
    "cell": (
        gettext_lazy("What do these cells hold?"),
        gettext_lazy("They hold more than one rotation, or none that is sure yet."),
    ),
    "overlap": (
        gettext_lazy("Two places on one day"),
        gettext_lazy(
            "These rotations share days with another one of the same person. Correct the days, or leave one out."
        ),
    ),
    "word": (
        gettext_lazy("What do these codes mean?"),
        gettext_lazy("The legend of the file doesn't name them."),
    ),
    "kind": (
        gettext_lazy("What do these words count as?"),
        gettext_lazy("Say it once; it is remembered. A debrief follows major rotations alone."),
    ),
}
LEFT_OUT: Final[dict[str, Promise]] = {
    "counts": gettext_lazy("a line that counts"),
    "nobody": gettext_lazy("a line without a person or without a rotation"),
    "legend": gettext_lazy("explains the words"),
    "repeated": gettext_lazy("says the same as a line above"),
    "said": gettext_lazy("you said so"),
    "cancelled": gettext_lazy("cancelled"),
    "repeats": gettext_lazy("repeats, so it is no rotation"),
    "hours": gettext_lazy("lasts a few hours only"),
    "no days": gettext_lazy("no days are found in this layout"),
}


@dataclass(frozen=True)
class Group:
    """The questions of one cause."""

    cause: str
    forms: list[Asked]

    @property
    def title(self) -> str:
        return str(HEADINGS[self.cause][0])

    @property
    def text(self) -> str:
        return str(HEADINGS[self.cause][1])


class SchedulePage:
    """Everything that the template asks for."""

    def __init__(self, spreadsheet: SpreadsheetImport, data: Any = None) -> None:
        self.spreadsheet = spreadsheet
        self.preview: dict[str, Any] = spreadsheet.opened()["preview"]
        self.counts: dict[str, int] = self.preview["counts"]
        keys = {key for question in self.preview["questions"] for key in question["options"]}
        self.asked = forms_for(data, self.preview, described_people(keys))
        self.words = word_forms(data, self.preview)
        # forms that nobody touched are not bound
        self._touched = [form for form in (*self.asked, *self.words) if form.is_bound]

    def is_valid(self) -> bool:
        """Tell whether every question that somebody began to answer is answered."""
        wrong = [form for form in self._touched if not form.is_valid()]
        return not wrong

    def said(self) -> Answers:
        """Return what was answered."""
        found = Answers()
        for form in self._touched:
            found = merged(found, form.said())
        return found

    def leave_out_unknown(self) -> Answers:
        """Return the answer that whoever is like nobody on record is none of the residents."""
        return Answers(who={one["key"]: NOBODY for one in self._unknown})

    @property
    def _unknown(self) -> list[dict[str, Any]]:
        return [one for one in self.preview["questions"] if one["cause"] == "who" and not one["options"]]

    @property
    def unknown_count(self) -> int:
        return len(self._unknown)

    @property
    def groups(self) -> list[Group]:
        causes = dict.fromkeys(form.name for form in self.asked)
        return [Group(cause, [form for form in self.asked if form.name == cause]) for cause in causes]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self._touched)

    @property
    def people(self) -> list[dict[str, Any]]:
        return [
            {
                "name": one["name"],
                "rotations": [_line(*line) for line in one["rotations"]],
                "waiting": sum(not kind for _name, kind, *_days in one["rotations"]),
            }
            for one in self.preview["people"]
        ]

    @property
    def closes(self) -> list[dict[str, str]]:
        return [
            {"person": person, "name": name, "days": days_words(first, last)}
            for person, name, first, last in self.preview["closes"]
        ]

    @property
    def left_out(self) -> list[tuple[str, str, str]]:
        return [
            (cell, text, str(LEFT_OUT.get(reason, reason))) for cell, text, reason in self.preview["left_out"]
        ]

    @property
    def can_import(self) -> bool:
        return bool(self.counts["create"] or self.counts["update"])


def _line(name: str, kind: str, first: str, last: str, cell: str) -> dict[str, str]:
    words = dict(RotationKind.choices)
    return {
        "name": name,
        "kind": str(words[RotationKind(kind)]) if kind else _("not said yet"),
        "days": days_words(first, last),
        "cell": cell,
    }


def days_words(first: str, last: str) -> str:
    """Return the days of a rotation as people write them."""
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    return f"{date_format(begins, 'j M Y')} – {date_format(ends, 'j M Y')}"
