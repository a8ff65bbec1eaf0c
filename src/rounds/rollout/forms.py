"""Input about a roll-out, as clean values for the services."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.rollout.enums import Capacity, Proof, Status
from rounds.rollout.services.pitching import Figure
from rounds.rollout.services.signing import Signature
from rounds.rollout.values.endorsement import Terms
from rounds.rollout.values.pitch import SECTIONS

WORDS = 500
ASKS = {
    Proof.TICK: (_("Note"), _("What was done, by whom, on which day.")),
    Proof.DOCUMENT: (_("Document"), _("What it is called, of which day, and where it lies.")),
}


class AnchorsForm(EditForm, forms.Form):
    """The two days from which all others count."""

    kickoff_on = DateField(
        label=_("Kick-off"),
        help_text=_("In the middle of September is a good time; in July everybody is new."),
        error_messages={"required": _("Say when the program begins.")},
    )
    ends_on = DateField(
        label=_("End of the pilot"), error_messages={"required": _("Say when the pilot ends.")}
    )


class WordForm(forms.Form):
    """The note of a tick, or where a document lies."""

    words = TextField(
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say it in a sentence: a tick alone tells nobody anything.")},
    )

    def __init__(self, data: Any = None, *, proof: Proof) -> None:
        super().__init__(data)
        label, helps = ASKS.get(proof, ASKS[Proof.TICK])
        self.fields["words"].label, self.fields["words"].help_text = label, helps


class LetGoForm(forms.Form):
    """Why a step is let go."""

    reason = TextField(
        label=_("Why it is let go"),
        max_length=WORDS,
        error_messages={"required": _("Say why: whoever comes after you will ask.")},
    )


class OwnerForm(EditForm, forms.Form):
    """Who does it, by name."""

    owner_name = TextField(
        label=_("Owner by name"),
        max_length=120,
        required=False,
        help_text=_("Empty: whoever holds the role. A name stays when the role changes hands."),
    )


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


class EndorsementForm(EditForm, forms.Form):
    """What sponsor and DIO put their names under; it begins with what was issued before."""

    ask = TextField(
        label=_("What is asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is asked, in a sentence or two.")},
    )
    sponsor = TextField(
        label=_("Sponsor"),
        max_length=200,
        help_text=_("Who answers for the program above the office, by name and office."),
        error_messages={"required": _("Name the sponsor.")},
    )
    hours = TextField(
        label=_("Hours of mentors, by department and month"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how many hours of whom: without them nobody has time.")},
    )
    money = TextField(
        label=_("Money"),
        max_length=500,
        help_text=_("The sum, and from which budget; “none” is an answer."),
        error_messages={"required": _("Say how much, or “none”.")},
    )
    until_on = DateField(label=_("Until"), error_messages={"required": _("Say until when.")})

    SAID = ("ask", "sponsor", "hours", "money", "until_on")

    def terms(self) -> Terms:
        """Return what was entered."""
        return Terms(**{name: self.cleaned_data[name] for name in self.SAID})


class SignForm(forms.Form):
    """As what somebody signs, and the digest of the version that was on the page."""

    capacity = forms.ChoiceField(
        label=_("You sign as"),
        choices=[("", _("Choose…")), *Capacity.choices],
        error_messages={"required": _("Say as what you sign.")},
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, capacities: Sequence[Capacity], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        field = cast(forms.ChoiceField, self.fields["capacity"])
        field.choices = [("", _("Choose…")), *((one.value, one.label) for one in capacities)]


class PaperForm(EntryForm):
    """A signature that was given on paper."""

    name = TextField(
        label=_("Who signed"), max_length=200, error_messages={"required": _("Enter the name on the paper.")}
    )
    capacity = forms.ChoiceField(
        label=_("As"),
        choices=[("", _("Choose…")), *Capacity.choices],
        error_messages={"required": _("Say as what they signed.")},
    )
    signed_on = DateField(label=_("Signed on"), error_messages={"required": _("Enter the day on the paper.")})
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def signature(self) -> Signature:
        """Return what was entered."""
        given = self.cleaned_data
        return Signature(given["name"], given["capacity"], given["signed_on"])
