"""Input about the page of thanks, as clean values for the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import EntryForm, TextField
from rounds.development.services.celebrating import Agreed


class ShowForm(EntryForm):
    """What of an item somebody agrees to show."""

    with_name = forms.BooleanField(label=_("With my name"), required=False)
    words = TextField(
        label=_("In my own words"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Name nobody but yourself, and no patient."),
    )

    def __init__(self, *args: Any, is_story: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_story:
            self.fields["words"].required = True
            self.fields["words"].error_messages["required"] = _("Write a sentence or two.")

    def agreed(self) -> Agreed:
        """Return what was agreed to."""
        return Agreed(bool(self.cleaned_data["with_name"]), self.cleaned_data["words"])
