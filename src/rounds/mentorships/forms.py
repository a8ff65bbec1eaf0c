"""What the program office types about one pair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField
from rounds.mentorships.enums import EndReason

# What the office may give as a reason; the others are the product's own.
OFFICE_REASONS = (
    EndReason.CHANGED,
    EndReason.GOALS,
    EndReason.TIME,
    EndReason.LEFT,
    EndReason.CAUSE,
    EndReason.OTHER,
)


def _reason_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose")), *[(reason.value, reason.label) for reason in OFFICE_REASONS]],
        help_text=_("Kept by the program office. The message to the two does not name it."),
    )


class EndForm(forms.Form):
    """Why and when a pair ends."""

    reason = _reason_field()
    ended_on = DateField(label=_("Last day"))


class PlannedEndForm(EditForm, forms.Form):
    """When a pair is planned to close."""

    @property
    def is_edit(self) -> bool:
        return True

    planned_end_on = DateField(
        label=_("Planned end"), required=False, help_text=_("Empty means the end of the program's year.")
    )


class HandOverForm(forms.Form):
    """Who becomes the mentor, and why the pair changes."""

    mentor = forms.ChoiceField(
        label=_("New mentor"),
        help_text=_("Ask them first: with this step they are the mentor, and both are told."),
    )
    reason = _reason_field()

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
