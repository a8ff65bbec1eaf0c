"""What is typed in an emergency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import EntryForm, TextField
from rounds.mentorships.safeguards.selectors import Openable

AT_ONCE, LATER = "at_once", "later"


class EmergencyForm(EntryForm):
    """Which one thing, why, and when the two are told."""

    thing = forms.ChoiceField(
        label=_("What is to be opened"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one thing that is needed.")},
    )
    reason = TextField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the second person decides by it.")},
    )
    when = forms.ChoiceField(
        label=_("When the two are told"),
        choices=[(AT_ONCE, _("At once")), (LATER, _("Later, since notice would do harm"))],
        widget=forms.RadioSelect,
        initial=AT_ONCE,
    )
    days = forms.IntegerField(
        label=_("Told after so many days, if later"),
        min_value=1,
        max_value=30,
        required=False,
        help_text=_("At most 30. They are told, then, that it was later."),
    )
    counsel = TextField(label=_("Who of counsel says so, if later"), max_length=120, required=False)

    def __init__(self, *args: Any, things: list[Openable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [(one.key, one.label) for one in things]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == LATER:
            if not data.get("days") and "days" not in self.errors:
                self.add_error("days", _("Say after how many days the two are told, from 1 to 30."))
            if not data.get("counsel", "").strip():
                self.add_error("counsel", _("Name who of counsel says that notice would do harm."))
        return data


class HoldForm(forms.Form):
    """Why nothing may be lost."""

    reason = TextField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
