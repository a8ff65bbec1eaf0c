"""What is typed when a change is asked for, and what the office answers."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.mentorships.enums import ChangeAnswer
from rounds.mentorships.models import ChangeRequest

LONGEST_REASON = 2000
# So long the office takes as a rule.
USUAL = timedelta(days=14)


class AskChangeForm(EntryForm):
    """Why somebody asks for a change, if they like to say it."""

    reason = TextField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerChangeForm(EditForm, forms.Form):
    """What the office does, and by when."""

    reply = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=ChangeAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you answer.")},
    )
    again_on = DateField(
        label=_("They hear more by"),
        help_text=_(
            "Whoever asked sees this day. On it the request is on your home again, while the pair runs."
        ),
    )

    @staticmethod
    def first(request: ChangeRequest) -> dict[str, Any]:
        """Return what is on record, and a day that is usual where none is or it has come."""
        today = institution_today()
        is_to_come = request.again_on is not None and request.again_on > today
        return {"reply": request.reply, "again_on": request.again_on if is_to_come else today + USUAL}
