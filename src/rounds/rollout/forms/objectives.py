"""Input about objectives."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.people.enums import Tier
from rounds.rollout.enums import Measured
from rounds.rollout.values.objectives import Goal

CHOOSE = ("", _("Choose…"))


class DraftsForm(forms.Form):
    """The tier whose three drafts are taken."""

    tier = forms.ChoiceField(
        label=_("Tier"),
        choices=[CHOOSE, *Tier.choices],
        error_messages={"required": _("Choose a tier.")},
    )


class ObjectiveForm(EditForm, EntryForm):
    """One objective: who, what, from where to where, compared with what, known of how many."""

    tier = forms.ChoiceField(
        label=_("Mentees of the tier"),
        choices=[CHOOSE, *Tier.choices],
        error_messages={"required": _("Choose a tier.")},
    )
    measure = forms.ChoiceField(
        label=_("Will"),
        choices=[CHOOSE, *Measured.choices],
        error_messages={"required": _("Choose what is measured.")},
    )
    baseline = TextField(label=_("From"), max_length=60, required=False)
    target = TextField(
        label=_("To"), max_length=60, required=False, help_text=_("Such as “1 point of 10 more”.")
    )
    describes_only = forms.BooleanField(
        label=_("Describe only, without a target"),
        required=False,
        help_text=_("The honest choice for promotion, retention and safety in a first year."),
    )
    comparison = TextField(
        label=_("Compared with"),
        max_length=120,
        error_messages={"required": _("Say with what, or “nobody: it is described”.")},
    )
    least = forms.IntegerField(
        label=_("If at least so many are known"),
        min_value=5,
        max_value=9999,
        help_text=_("Below this number the objective is not judged."),
        error_messages={
            "required": _("Enter a number, at least 5."),
            "invalid": _("Enter a number, such as 12."),
        },
    )
    owner = TextField(
        label=_("Owner"), max_length=120, error_messages={"required": _("Say who answers for it.")}
    )
    due_on = DateField(label=_("By"), error_messages={"required": _("Say until when.")})

    SAID = (
        *("tier", "measure", "baseline", "target", "describes_only"),
        *("comparison", "least", "owner", "due_on"),
    )

    def goal(self) -> Goal:
        """Return what was entered."""
        return Goal(**{name: self.cleaned_data[name] for name in self.SAID})


class WithoutForm(forms.Form):
    """Why outcomes are opened without objectives."""

    reason = TextField(
        label=_("Why no objectives are fixed"),
        max_length=300,
        help_text=_("Later reports print it, after the words “objectives were not fixed beforehand”."),
        error_messages={"required": _("Say why: later reports print it.")},
    )


class AmendForm(EntryForm):
    """What changes about locked objectives, and why."""

    words = TextField(
        label=_("What changes"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what changes.")},
    )
    reason = TextField(
        label=_("Why"), max_length=300, error_messages={"required": _("Say why: every report prints it.")}
    )
