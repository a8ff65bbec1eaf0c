"""Input about a pitch: its words and its figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.rollout.enums import Status
from rounds.rollout.services.pitching import Figure
from rounds.rollout.values.pitch import SECTIONS


class PitchForm(EditForm, forms.Form):
    """The words of the ten sections; the last one writes itself."""

    def __init__(self, data: Any = None, *, texts: dict[int, str], one_sided: str = "") -> None:
        super().__init__(data, initial={f"section_{key}": text for key, text in texts.items()})
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
