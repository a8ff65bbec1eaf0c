"""Answers about a pair itself, and a program's plan, as they are given."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.plans import Plan
from rounds.mentorships.dues.services.answers import CHOICES
from rounds.mentorships.dues.services.plans import PlanChange
from rounds.mentorships.dues.values import DEFAULT_PLAN, PlanRow
from rounds.mentorships.enums import Choice


class AnswerForm(forms.Form):
    """One of the answers that an occasion has."""

    choice = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )

    def __init__(self, *args: Any, occasion: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["choice"])
        choice.choices = [(one, Choice(one).label) for one in CHOICES[occasion]]


class PlanForm(EditForm, forms.Form):
    """The plan of a program as a table: whether a rule is asked, when it is due, when somebody is reminded."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = {row.rule: row for row in plan}
        for row in DEFAULT_PLAN:
            self._add(row, self._own.get(row.rule))
        self.initial = {name: field.initial for name, field in self.fields.items()}

    def _add(self, row: PlanRow, own: PlanRow | None) -> None:
        now = own or row
        self.fields[f"{row.rule}_on"] = forms.BooleanField(
            label=_("Asked"), required=False, initial=own is not None
        )
        self.fields[f"{row.rule}_due"] = _day(_("Due, day"), now.due)
        for number, reminder in enumerate(now.reminders, 1):
            self.fields[f"{row.rule}_{number}"] = _day(_("Reminder, day"), reminder.day)
        if now.office_from is not None:
            self.fields[f"{row.rule}_office"] = _day(_("Office, from day"), now.office_from)

    def rows(self) -> list[tuple[Rule, list[forms.BoundField]]]:
        """Return the fields of each rule."""
        return [
            (row.rule, [self[name] for name in self.fields if name.rpartition("_")[0] == row.rule])
            for row in DEFAULT_PLAN
        ]

    def wanted(self) -> dict[Rule, PlanChange]:
        """Return each rule as it was entered."""
        said = self.cleaned_data
        return {
            row.rule: PlanChange(
                is_on=said[f"{row.rule}_on"],
                due=said[f"{row.rule}_due"],
                reminders=tuple(said[f"{row.rule}_{n}"] for n, _one in enumerate(row.reminders, 1)),
                office_from=said.get(f"{row.rule}_office"),
            )
            for row in DEFAULT_PLAN
        }


def _day(label: Any, initial: int) -> forms.IntegerField:
    problems = {
        "required": _("Enter a day."),
        "invalid": _("Enter the day as a number."),
        "min_value": _("Enter a day within a year."),
        "max_value": _("Enter a day within a year."),
    }
    return forms.IntegerField(
        label=label, initial=initial, min_value=-365, max_value=365, error_messages=problems
    )


class NudgeForm(forms.Form):
    """The office's own word to pairs, in its own words."""

    subject = TextField(
        label=_("Subject"), max_length=200, error_messages={"required": _("Enter a subject.")}
    )
    body = TextField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Enter a text.")},
    )
