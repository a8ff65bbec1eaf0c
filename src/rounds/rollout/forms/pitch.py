"""Input about a pitch: its words and its figures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.rollout.enums import Status
from rounds.rollout.models import PitchFigure
from rounds.rollout.services.pitching import Figure
from rounds.rollout.values.figures import odd_value, odd_year
from rounds.rollout.values.pitch import SECTIONS

# What is typed of a figure of the house.
OWN_PARTS = ("value", "source", "year")


class PitchForm(EditForm, forms.Form):
    """The words of the ten sections; the last one writes itself. The figures of the house stand beside them."""

    def __init__(
        self,
        data: Any = None,
        *,
        texts: dict[int, str],
        one_sided: str = "",
        own: Sequence[PitchFigure] = (),
    ) -> None:
        super().__init__(data, initial={f"section_{key}": text for key, text in texts.items()})
        self._own = {one.key: one for one in own}
        for figure in own:
            self._add_own(figure)
        for one in SECTIONS[:-1]:
            self.fields[f"section_{one.number}"] = TextField(
                label=one.title,
                help_text=one.purpose,
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.fields["one_sided"] = TextField(
            label=_("Why nothing against it is shown"),
            help_text=_("Only where every figure that speaks against us is switched off. It is printed."),
            max_length=300,
            required=False,
            initial=one_sided,
        )

    def _add_own(self, figure: PitchFigure) -> None:
        value, source, year = (f"{part}_{figure.key}" for part in OWN_PARTS)
        self.fields[value] = TextField(
            label=_("Value"),
            max_length=80,
            required=False,
            initial=figure.value,
        )
        self.fields[source] = TextField(
            label=_("Where it is from"), max_length=200, required=False, initial=figure.source
        )
        self.fields[year] = forms.IntegerField(
            label=_("Of which year"),
            required=False,
            min_value=1900,
            max_value=2100,
            initial=figure.year,
            error_messages={"invalid": _("Enter a year, such as 2019.")},
        )

    def clean(self) -> dict[str, Any]:
        """Ask where a figure of the house is from, and of which year: only then it is more than unverified."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for key in self._own:
            value, source, year = (f"{part}_{key}" for part in OWN_PARTS)
            if given.get(value) and not given.get(source):
                self.add_error(source, _("Say where it is from: only then it is more than unverified."))
            if given.get(value) and year not in self.errors and given.get(year) is None:
                self.add_error(year, _("Say of which year it is: only then it is more than unverified."))
            for name, odd in ((value, odd_value(given.get(value) or "")), (year, odd_year(given.get(year)))):
                if odd:
                    self.add_error(name, odd)
        return given

    def own_rows(self) -> list[tuple[str, list[BoundField]]]:
        """Return the claims of the figures of the house, each with its three fields."""
        return [(row.claim, [self[f"{part}_{key}"] for part in OWN_PARTS]) for key, row in self._own.items()]

    def words_rows(self) -> list[BoundField]:
        """Return the fields of the words."""
        return [one for one in self if one.name.startswith("section_") or one.name == "one_sided"]

    def own_figures(self) -> dict[str, Figure]:
        """Return the figures of the house that differ from what is on record, by their keys."""
        found: dict[str, Figure] = {}
        for key, row in self._own.items():
            value, source, year = (self.cleaned_data[f"{part}_{key}"] for part in OWN_PARTS)
            if (value, source, year) != (row.value, row.source, row.year):
                kept = (row.section, row.claim, value, source, year, Status.LOCAL)
                found[key] = Figure(*kept, is_against=row.is_against, is_shown=row.is_shown)
        return found

    def texts(self) -> dict[int, str]:
        """Return what was typed, by section."""
        return {one.number: self.cleaned_data[f"section_{one.number}"] for one in SECTIONS[:-1]}


class FigureForm(EditForm, forms.Form):
    """One figure of a pitch, with what it rests on."""

    claim = TextField(
        label=_("What it says"), max_length=300, error_messages={"required": _("Say it in a sentence.")}
    )
    value = TextField(
        label=_("Value"),
        max_length=80,
        required=False,
        help_text=_("As it is printed, such as 48% v 21%. Empty: it is not printed."),
    )
    source = TextField(label=_("Source"), max_length=200, required=False)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2100,
        error_messages={"invalid": _("Enter a year, such as 2019.")},
    )
    status = forms.ChoiceField(label=_("How well it is known"), choices=Status.choices)
    section = forms.TypedChoiceField(
        label=_("Section"),
        coerce=int,
        choices=[(one.number, one.title) for one in SECTIONS[:-1]],
    )
    is_against = forms.BooleanField(label=_("It speaks against us"), required=False)
    is_shown = forms.BooleanField(label=_("It is in the pitch"), required=False)

    SAID = ("section", "claim", "value", "source", "year", "status", "is_against", "is_shown")

    def figure(self) -> Figure:
        """Return what was entered."""
        return Figure(**{name: self.cleaned_data[name] for name in self.SAID})
