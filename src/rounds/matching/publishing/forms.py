"""What people type in the studio."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField, MomentField, TextField
from rounds.programs.enums import Modality


class SendForm(forms.Form):
    """By when program directors (PDs) should answer."""

    answer_by_on = DateField(
        label=_("Program directors (PDs) answer by"), help_text=_("It stands in the mail to them.")
    )


class ReturnForm(forms.Form):
    """What should change before approval."""

    note = TextField(label=_("What should change"), max_length=500)


class MeetingForm(forms.Form):
    """A first meeting: it can wait until after the yes."""

    meeting_at = MomentField(label=_("First meeting"), required=False)
    modality = forms.ChoiceField(
        label=_("How you would meet"), choices=Modality.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, zone: str, needs_time: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.needs_time = needs_time
        self.fields["modality"].in_a_row = True  # type: ignore[attr-defined]

    def clean_meeting_at(self) -> datetime | None:
        """Read the time in the reader's zone."""
        typed: datetime | None = self.cleaned_data["meeting_at"]
        if self.needs_time and typed is None:
            raise forms.ValidationError(_("Choose a day and a time for the first meeting."))
        return typed.replace(tzinfo=self.zone) if typed else None


class DeclineForm(forms.Form):
    """No, and perhaps why."""

    reason = TextField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
