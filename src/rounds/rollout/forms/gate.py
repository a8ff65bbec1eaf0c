"""Input about the plan of a pilot and its gate."""

from typing import cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, NumberField, TextField
from rounds.rollout.enums import Way
from rounds.rollout.services.gate import Decided
from rounds.rollout.values.plan import Plan


def _long(label: Promise, most: int) -> TextField:
    return TextField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say it in a sentence or two.")},
    )


def _count(label: Promise) -> forms.IntegerField:
    return forms.IntegerField(
        label=cast(str, label),
        min_value=1,
        max_value=9999,
        error_messages={
            "required": _("Enter how many."),
            "invalid": _("Enter a number, such as 20."),
            "min_value": _("Enter at least %(limit_value)s."),
            "max_value": _("Enter at most %(limit_value)s."),
        },
    )


class PlanForm(EditForm, forms.Form):
    """How a pilot is evaluated."""

    question = _long(_("The question"), 300)
    scope = _long(_("Who"), 300)
    mentees = _count(_("Mentees"))
    mentors = _count(_("Mentors"))
    measures = _long(_("What is asked when"), 1000)
    comparison = _long(_("Compared with"), 500)
    groups = _long(_("Focus groups"), 500)
    readers = _long(_("Who sees what"), 500)
    stop_rules = _long(_("When one stops early"), 500)
    analysis_on = DateField(
        label=_("Analysis day"),
        help_text=_("One day: the gate is read on it or later, once."),
        error_messages={"required": _("Say on which day.")},
    )
    spread = NumberField(
        label=_("Spread of a change, in points of 10"),
        min_value=0.1,
        max_value=9.9,
        max_digits=3,
        decimal_places=1,
        help_text=_(
            "The standard deviation of what one person’s answer changes by; 1.8 where nothing is known."
        ),
        error_messages={"invalid": _("Enter a number, such as 1.8.")},
    )

    def plan(self) -> Plan:
        """Return what was entered."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__dataclass_fields__})


class ReadForm(forms.Form):
    """What the gate asks the office, because no figure knows it."""

    is_complete = forms.BooleanField(
        label=_("We have asked: every report of harm or safety that is known stands in the ledger"),
        required=False,
        help_text=_(
            "Left open, the gate says of harm that it cannot tell, unless a report waits unanswered."
        ),
    )


class DecideForm(EntryForm):
    """What is decided at the gate."""

    way = forms.ChoiceField(
        label=_("Decision"),
        choices=[("", _("Choose…")), *Way.choices],
        error_messages={"required": _("Choose what is decided.")},
    )
    why = _long(_("Why"), 500)
    although = TextField(
        label=_("We go although"),
        max_length=500,
        required=False,
        help_text=_("Only where a “must” is not met or cannot be told; later reports print it."),
    )

    def decided(self) -> Decided:
        """Return what was entered."""
        return Decided(**{name: self.cleaned_data[name] for name in ("way", "why", "although")})
