"""Input about outcomes, as clean values for the services."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField, EntryForm, TextField
from rounds.insights.enums import Kind, Level, Precision, Why
from rounds.insights.models import OutcomeEvent
from rounds.insights.services.claiming import Wanted
from rounds.insights.services.deciding import Decision
from rounds.insights.services.outcomes import Fact
from rounds.insights.values.claims import CLAIMS

REASON, WORDS = 200, 2000


class OutcomeForm(EntryForm):
    """What happened to somebody, when, and how well the day is known."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[("", _("Choose…")), *Kind.choices],
        error_messages={"required": _("Say what happened.")},
    )
    on = DateField(label=_("When"), error_messages={"required": _("Say when it happened.")})
    precision = forms.ChoiceField(
        label=_("How well is the day known?"), choices=Precision.choices, initial=Precision.DAY
    )
    level = forms.TypedChoiceField(
        label=_("How far it reaches"), choices=Level.choices, coerce=int, initial=Level.NONE, required=False
    )
    why = forms.ChoiceField(
        label=_("Why they left"), choices=[("", _("No departure")), *Why.choices], required=False
    )
    details = TextField(
        label=_("In words"),
        required=False,
        max_length=200,
        help_text=_("Such as the rank, the committee or the title. The person reads it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("why") and cleaned.get("kind") not in (Kind.DEPARTURE, None):
            self.add_error("why", _("Only a departure has a reason for leaving. Choose “No departure”."))
        return cleaned

    def fact(self) -> Fact:
        """Return what was entered."""
        given = self.cleaned_data
        return Fact(
            given["kind"],
            given["on"],
            given["precision"],
            given["why"] or ("not_said" if given["kind"] == Kind.DEPARTURE else ""),
            given["level"] or Level.NONE,
            given["details"],
        )


class CorrectionForm(OutcomeForm):
    """The same, and why it was wrong before."""

    reason = TextField(
        label=_("Why it is corrected"),
        max_length=REASON,
        error_messages={"required": _("Say why, so that the figures of before can be explained.")},
    )

    @classmethod
    def of(cls, event: OutcomeEvent, data: Any = None) -> "CorrectionForm":
        """Return the form filled with an outcome."""
        return cls(data, initial={**_filled(event)})


def _filled(event: OutcomeEvent) -> dict[str, str | int | date]:
    return {
        "kind": event.kind,
        "on": event.from_on,
        "precision": event.precision,
        "level": event.level,
        "why": event.why,
        "details": event.details,
    }


class WithdrawForm(forms.Form):
    """Why something never happened."""

    withdraw_reason = TextField(
        label=_("Why it never happened"),
        max_length=REASON,
        error_messages={"required": _("Say why it is taken back.")},
    )


class WrongForm(forms.Form):
    """What is wrong with an outcome of one's own."""

    words = TextField(
        label=_("What is wrong?"),
        max_length=300,
        required=False,
        help_text=_("In a few words, if you like: such as the day or the title as it should be."),
    )


class ClaimForm(EntryForm):
    """What is claimed, of whom, and until when it is tested."""

    template = forms.ChoiceField(
        label=_("What is claimed"),
        choices=[("", _("Choose…")), *((key, one.name) for key, one in CLAIMS.items())],
        error_messages={"required": _("Choose what is claimed.")},
    )
    claimed = forms.FloatField(
        label=_("Claimed size"),
        help_text=_("A ratio such as 1.3, a share such as 0.68, or standard deviations such as 0.5."),
        error_messages={
            "required": _("Enter the claimed size."),
            "invalid": _("Enter a number, such as 1.3."),
        },
    )
    smallest = forms.FloatField(
        label=_("Smallest effect that matters"),
        required=False,
        help_text=_("On the same scale; leave it empty if you can’t say."),
        error_messages={"invalid": _("Enter a number, such as 1.1.")},
    )
    since = DateField(label=_("Counts from"), error_messages={"required": _("Say from when it counts.")})
    stop_on = DateField(
        label=_("Stop day"),
        help_text=_("A card that has too little by then closes as “cannot test”."),
        error_messages={"required": _("Say until when you wait.")},
    )
    compares = forms.BooleanField(
        label=_("Compare with staff who have no mentor"),
        required=False,
        help_text=_("Needs an approval that is in force. Without it a card can’t end in “supports”."),
    )

    SAID = ("template", "claimed", "smallest", "since", "stop_on", "compares")

    def wanted(self) -> Wanted:
        """Return what was entered."""
        given = self.cleaned_data
        return Wanted(**{name: given[name] for name in self.SAID})


class LineForm(EntryForm):
    """A dated line on a locked card."""

    words = TextField(
        label=_("What is otherwise than was locked"),
        max_length=300,
        error_messages={"required": _("Say what is otherwise.")},
    )
    reason = TextField(label=_("Why"), max_length=300, error_messages={"required": _("Say why.")})


class BasisForm(EntryForm):
    """Who approved a comparison with staff outside the program."""

    approved_by = TextField(
        label=_("Approved by"),
        max_length=200,
        help_text=_("A name or an office, with the number of the approval."),
        error_messages={"required": _("Say who approved it.")},
    )
    columns = TextField(
        label=_("Which columns"),
        max_length=300,
        help_text=_("Such as day of appointment, department, rank, last day."),
        error_messages={"required": _("Say which columns may be used.")},
    )
    until_on = DateField(label=_("Until"), error_messages={"required": _("Say until when.")})


class WeightsAnswerForm(forms.Form):
    """Why proposed weights are adopted or declined."""

    rationale = TextField(
        label=_("Why, in one sentence"),
        max_length=500,
        help_text=_("It stands beside the weights; the committee reads it."),
        error_messages={"required": _("Say in one sentence why; the committee reads it.")},
    )


class DecisionForm(EntryForm):
    """What was decided about a cycle."""

    saw = TextField(
        label=_("What we saw"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The figures that are out now are kept with it."),
        error_messages={"required": _("Say what you saw, or that the figures can't tell yet.")},
    )
    changes = TextField(
        label=_("What changes, and why"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what changes and why, or that nothing does.")},
    )
    stays = TextField(
        label=_("What stays"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what stays as it is.")},
    )
    look_again_on = DateField(label=_("When we look again"))

    def decision(self) -> Decision:
        """Return what was entered."""
        given = self.cleaned_data
        return Decision(given["saw"], given["changes"], given["stays"], given["look_again_on"])
