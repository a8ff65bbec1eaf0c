"""What the office enters as a quiet period."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField, TextField
from rounds.surveys.quiet.services import Days


class QuietForm(forms.Form):
    """What is on, when, for whom."""

    name = TextField(
        label=_("What is on"),
        max_length=80,
        help_text=_("Such as “ACGME survey” or “Boards”."),
        error_messages={"required": _("Say what is on in a word or two.")},
    )
    from_on = DateField(label=_("First day"), error_messages={"required": _("Enter the first day.")})
    to_on = DateField(label=_("Last day"), error_messages={"required": _("Enter the last day.")})
    whom = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, *args: Any, programs: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom: Any = self.fields["whom"]
        whom.choices = [("", _("everybody")), *((str(key), name) for key, name in programs)]

    def days(self) -> Days:
        """Return what was entered."""
        data = self.cleaned_data
        whom = UUID(data["whom"]) if data["whom"] else None
        return Days(data["name"].strip(), data["from_on"], data["to_on"], whom)
