"""The yearly page of follow-up: what is recorded and whether it is still so, what is new, whether it may go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.core.fields import TextField
from rounds.core.reading import read_number
from rounds.insights.enums import Kind, Level, Plain, Precision, Said, Why
from rounds.insights.models import OutcomeEvent
from rounds.insights.selectors.outcomes import Row
from rounds.insights.services.following import Answer
from rounds.insights.services.outcomes import Fact

NEW = (Kind.PROMOTION, Kind.ROLE, Kind.SEAT, Kind.CREDENTIAL, Kind.GRANT_AWARDED, Kind.AWARD)
ROWS = (1, 2)
MONTHS = 18
SAID = {
    Said.RIGHT: gettext_lazy("Still right"),
    Said.UNSURE: gettext_lazy("Changed"),
    Said.WRONG: gettext_lazy("Not mine"),
}
WORDS = 160


class FollowUpForm(forms.Form):
    """One page, every part of it optional."""

    def __init__(self, data: Any = None, *, rows: Sequence[Row], asks_where: bool, asks_more: bool) -> None:
        super().__init__(data)
        self.events = [row.event for row in rows]
        for row, event in zip(rows, self.events, strict=True):
            said = {**SAID, Said.RIGHT: gettext_lazy("Mine")} if row.is_proposed else SAID
            self.fields[f"line_{event.id}"] = forms.ChoiceField(
                label=_line(event),
                choices=list(said.items()),
                widget=forms.RadioSelect,
                required=False,
                help_text=event.get_source_display(),
            )
            self.fields[f"now_{event.id}"] = _words(_("If it changed: what is it now?"))
        when = [("", _("When?")), *_months()]
        if asks_where:
            self.fields["here"] = forms.ChoiceField(
                label=_("Do you still work here?"),
                choices=[("yes", _("Yes")), ("no", _("No, I have left"))],
                widget=forms.RadioSelect,
                required=False,
            )
            whys = [one for one in Why.choices if one[0] not in (Why.DEATH, Why.NOT_SAID)]
            self.fields["left"] = forms.ChoiceField(label=_("When you left"), choices=when, required=False)
            self.fields["why"] = forms.ChoiceField(
                label=_("Why, in one word"), choices=[("", _("Rather not say")), *whys], required=False
            )
        kinds = [("", _("Nothing new")), *((one.value, one.label) for one in NEW)]
        for number in ROWS:
            label = _("Something new") if number == 1 else _("Something else")
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=label, choices=kinds, required=False)
            self.fields[f"when_{number}"] = forms.ChoiceField(label=_("When"), choices=when, required=False)
            self.fields[f"words_{number}"] = _words(_("Rank, title or committee"))
        plain, reach = [("", _("Rather not say")), *Plain.choices], Level.choices
        for name, label, choices in (
            ("certified", _("Is your board certification in force?"), plain),
            ("reach", _("How far does your highest leadership role reach now?"), reach),
            ("mentors", _("Do you mentor somebody now?"), plain),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        if asks_more:
            self.fields["more"] = forms.ChoiceField(
                label=_("May we go on, for ten years in all?"),
                choices=[("yes", _("Yes")), ("no", _("No, end as agreed"))],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the day of what is new: without one it can't be counted."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("here") == "no" and not cleaned.get("left"):
            self.add_error("left", _("Say about when you left. The year is enough."))
        for row in ROWS:
            if cleaned.get(f"kind_{row}") and not cleaned.get(f"when_{row}"):
                self.add_error(f"when_{row}", _("Say about when. The year is enough."))
            if not cleaned.get(f"kind_{row}") and cleaned.get(f"words_{row}"):
                self.add_error(f"kind_{row}", _("Choose what it is."))
        return cleaned

    def answer(self) -> Answer:
        """Return what was said."""
        given = self.cleaned_data
        lines = {
            event.id: (given[f"line_{event.id}"], given[f"now_{event.id}"])
            for event in self.events
            if given.get(f"line_{event.id}")
        }
        left = None
        if given.get("here") == "no":
            left = _fact(Kind.DEPARTURE, given["left"], why=given["why"] or Why.NOT_SAID)
        new = [
            _fact(given[f"kind_{row}"], given[f"when_{row}"], details=given[f"words_{row}"])
            for row in ROWS
            if given[f"kind_{row}"]
        ]
        more = {
            "certified": given["certified"],
            "reach": read_number(given["reach"]) or Level.NONE.value,
            "mentors": given["mentors"],
        }
        return Answer(lines, given.get("here") == "yes", left, new, given.get("more") == "yes", more)

    def lines(self) -> list[tuple[BoundField, BoundField]]:
        """Return the fields of each line."""
        return [(self[f"line_{event.id}"], self[f"now_{event.id}"]) for event in self.events]

    def optional(self) -> list[BoundField]:
        """Return the three items that may be left out."""
        return [self[name] for name in ("certified", "reach", "mentors")]

    def news(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """Return the fields of what is new."""
        return [(self[f"kind_{row}"], self[f"when_{row}"], self[f"words_{row}"]) for row in ROWS]


def _words(label: str) -> TextField:
    return TextField(label=label, max_length=WORDS, required=False)


def _line(event: OutcomeEvent) -> str:
    shape = {Precision.DAY: "j M Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}[event.precision]
    what = f"{event.get_kind_display()}: {event.details}" if event.details else event.get_kind_display()
    return f"{what}, {date_format(event.from_on, shape)}"


def _months() -> list[tuple[str, str]]:
    """Return the last months, then years of which the month is not known any more."""
    today = institution_today().replace(day=1)
    months = [months_after(today, -back) for back in range(MONTHS)]
    years = [str(today.year - back) for back in range(4)]
    return [
        *((f"{one:%Y-%m}", date_format(one, "F Y")) for one in months),
        *((year, _("%(year)s, month unknown") % {"year": year}) for year in years),
    ]


def _fact(kind: str, when: str, *, why: str = "", details: str = "") -> Fact:
    year, _dash, month = when.partition("-")
    precision = Precision.MONTH if month else Precision.YEAR
    return Fact(kind, date(int(year), int(month or 1), 1), precision, why, details=details)
