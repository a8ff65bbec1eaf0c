"""Forms of the program office: programs, priorities, roles, people, texts of mail."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core.dates import months_after
from rounds.core.edits import EditForm
from rounds.core.fields import AddressField, DateField, from_a_year_ago
from rounds.people.enums import Tier
from rounds.programs.enums import PriorityMode
from rounds.programs.models import PROGRAM_ROLES, Priority, Program
from rounds.programs.values.templates import DEFAULT_TEMPLATE, TEMPLATES

# What a choice begins with that names a program instead of a template.
LIKE = "like-"
TIERS = [(key, capfirst(words)) for key, words in Tier.choices]


def next_start(day: date) -> date:
    """Return the first day of the month after next: time enough for intake and matching."""
    return months_after(day.replace(day=1), 2)


class NewProgramForm(forms.Form):
    """Everything that can't be guessed; the rest comes from the template and can be changed later."""

    template = forms.ChoiceField(label=gettext_lazy("Start from"), widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    starts_on = DateField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy(
            "The program's year counts from this day. Intake and matching come before it; a pair whose two say yes"
            " earlier begins earlier."
        ),
    )

    def __init__(
        self, *arguments: Any, today: date, programs: Iterable[Program] = (), **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        from_a_year_ago(self.fields["starts_on"], today)
        self._programs = {f"{LIKE}{one.id}": one for one in programs}
        template: Any = self.fields["template"]
        template.choices = [
            *((one.key, _with_purpose(one.name, one.purpose)) for one in TEMPLATES.values()),
            *((key, _like_words(one)) for key, one in self._programs.items()),
        ]
        self.initial = {
            "template": DEFAULT_TEMPLATE,
            "name": _("Leadership Mentorship"),
            "starts_on": next_start(today),
            **self.initial,
        }

    def wanted(self) -> dict[str, Any]:
        """Return what a program is made from: a template, or another program."""
        like = self._programs.get(self.cleaned_data["template"])
        return self.cleaned_data | {"like": like}


class SettingsForm(EditForm, forms.ModelForm):
    """The settings of a program."""

    mentee_tiers = forms.MultipleChoiceField(
        label=gettext_lazy("Mentees come from"), choices=TIERS, widget=forms.CheckboxSelectMultiple
    )
    mentor_tiers = forms.MultipleChoiceField(
        label=gettext_lazy("Mentors come from"), choices=TIERS, widget=forms.CheckboxSelectMultiple
    )
    priority_mode = forms.ChoiceField(
        label=gettext_lazy("A mentor’s experience in a priority counts"),
        choices=PriorityMode.choices,
        widget=forms.RadioSelect,
    )
    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=1, max_value=60)
    checkins_per_year = forms.IntegerField(label=gettext_lazy("Check-ins a year"), min_value=1, max_value=12)
    reply_to = AddressField(
        label=gettext_lazy("Answers to mail go to"),
        required=False,
        help_text=gettext_lazy("The address of the program office. Empty: the institution’s."),
    )

    class Meta:
        model = Program
        fields = (
            "name",
            "months",
            "checkins_per_year",
            "reply_to",
            "mentee_tiers",
            "mentor_tiers",
            "applications_open",
            "allow_peers",
            "priority_mode",
            "needs_second_person",
        )
        labels = {  # noqa: RUF012
            "applications_open": gettext_lazy("People may apply by themselves"),
            "allow_peers": gettext_lazy("At the top tier, peers may pair"),
            "needs_second_person": gettext_lazy("A second person approves the pairs before anybody is told"),
        }
        help_texts = {  # noqa: RUF012
            "needs_second_person": gettext_lazy(
                "Program directors (PDs) are told by mail and can object for their own trainees until then."
                " Pairs that were sent under this rule stay under it."
            ),
        }


class PriorityForm(EditForm, forms.ModelForm):
    """A strategic priority with its dates, weight and reason."""

    weight = forms.IntegerField(
        label=gettext_lazy("Weight"),
        min_value=1,
        max_value=100,
        initial=10,
        help_text=gettext_lazy("The other criteria together weigh 100."),
    )

    class Meta:
        model = Priority
        fields = ("name", "from_on", "to_on", "weight", "rationale")
        widgets = {  # noqa: RUF012
            "rationale": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {"from_on": DateField, "to_on": DateField}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "name": gettext_lazy("For example: telehealth, rural access, patient flow."),
            "to_on": gettext_lazy("The first day on which it no longer counts. Empty: no end."),
            "rationale": gettext_lazy("Mentors and mentees read this sentence beside the question."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("from_on"), cleaned.get("to_on")
        if start and end and end <= start:
            self.add_error("to_on", _("The end must be after the start."))
        return cleaned


class RoleForm(forms.Form):
    """Who does what in a program."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role.value, role.label) for role in PROGRAM_ROLES],
        widget=forms.RadioSelect,
        initial=PROGRAM_ROLES[1].value,
    )


class MailTextForm(EditForm, forms.Form):
    """The program's own words for a message."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 10})
    )


def _like_words(program: Program) -> str:
    words = _(
        "Like %(program)s. Its settings, phases, plan of the year and texts of mail; none of its people."
    )
    return words % {"program": program.name}


def _with_purpose(name: object, purpose: object) -> str:
    return f"{name}. {purpose}"


class NextYearForm(forms.Form):
    """When the next year begins."""

    starts_on = DateField(label=gettext_lazy("First day of the next year"))


class CohortForm(forms.Form):
    """People who are matched together, apart from the others."""

    name = forms.CharField(
        label=gettext_lazy("Another cohort"),
        max_length=80,
        help_text=gettext_lazy(
            "Only if some people are matched apart from the others, for example spring joiners."
        ),
    )
