"""Input about the office's ledger, and about what is asked of the dean."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField, EntryForm, NumberField, TextField
from rounds.rollout.enums import Asked
from rounds.rollout.services.ledger import Asking


class HoursForm(EntryForm):
    """Hours that the office worked."""

    hours = NumberField(
        label=_("Hours of the office"),
        min_value=-9999,
        max_value=9999,
        max_digits=6,
        decimal_places=2,
        help_text=_("With a minus: what was entered by mistake is written back."),
        error_messages={
            "required": _("Enter how many, such as 6.5."),
            "invalid": _("Enter a number, such as 6.5."),
        },
    )
    worked_on = DateField(label=_("Until which day"), error_messages={"required": _("Say until which day.")})


class HarmForm(EntryForm):
    """The day on which a report of harm came in."""

    heard_on = DateField(label=_("Came in on"), error_messages={"required": _("Say on which day.")})


class DeanAskForm(EntryForm):
    """What is asked of the dean."""

    what = forms.ChoiceField(
        label=_("What is asked"),
        choices=[("", _("Choose…")), *Asked.choices],
        error_messages={"required": _("Choose what is asked.")},
    )
    amount = NumberField(
        label=_("How much"),
        required=False,
        min_value=0,
        max_digits=11,
        decimal_places=2,
        help_text=_("Dollars, shares of a post such as 0.5, or hours; empty for a signature."),
        error_messages={"invalid": _("Enter a number, such as 1200 or 0.5.")},
    )
    words = TextField(
        label=_("For what"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say for what, in a sentence.")},
    )
    otherwise = TextField(
        label=_("If not"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What happens without it."),
    )
    due_on = DateField(label=_("By"), error_messages={"required": _("Say by when.")})

    def asking(self) -> Asking:
        """Return what was entered."""
        return Asking(**{name: self.cleaned_data[name] for name in Asking.__dataclass_fields__})
