"""What people type in the studio."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.programs.enums import Modality


class ReasonForm(forms.Form):
    """A reason for a decision."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("A few words; the run's record shows them.")
    )


class ChooseForm(ReasonForm):
    """Somebody else of the run, and a reason."""

    other = forms.ChoiceField()
    field_order = ("other", "reason")

    def __init__(self, *args: Any, label: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].label = label
        self.fields["other"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class ExceptionForm(ReasonForm):
    """Two people between whom a rule stands, none chosen before, and why they are wanted."""

    pair = forms.ChoiceField(label=_("Which pair"))
    field_order = ("pair", "reason")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pair"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A fit note."""

    note = forms.CharField(label=_("Fit note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnForm(forms.Form):
    """What should change before approval."""

    note = forms.CharField(label=_("What should change"), max_length=500)


class SaveWeightsForm(forms.Form):
    """Why new weights, in one sentence."""

    rationale = forms.CharField(
        label=_("Why these weights"), max_length=500, help_text=_("One sentence; the committee reads it.")
    )


class MeetingForm(forms.Form):
    """Yes, with a first meeting."""

    meeting_at = forms.DateTimeField(
        label=_("First meeting"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    modality = forms.ChoiceField(
        label=_("How you would meet"), choices=Modality.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.fields["modality"].in_a_row = True  # type: ignore[attr-defined]

    def clean_meeting_at(self) -> datetime:
        """Read the time in the institution's zone."""
        typed: datetime = self.cleaned_data["meeting_at"]
        return typed.replace(tzinfo=self.zone)


class DeclineForm(forms.Form):
    """No, and perhaps why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
