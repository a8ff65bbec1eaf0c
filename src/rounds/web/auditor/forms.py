"""The auditor's filters; they live in the address."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.audit.log import Search
from rounds.core.fields import DateField
from rounds.core.reading import read_id
from rounds.web.auditor.deeds import deed


class SearchForm(forms.Form):
    """What to look for. A thing is given by its id, as in the addresses of pages."""

    action = forms.ChoiceField(label=_("What was done"), required=False)
    who = forms.CharField(label=_("Who did it"), required=False, max_length=100)
    thing = forms.CharField(label=_("Person or thing, by id"), required=False, max_length=40)
    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("To"), required=False)

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = sorted({action.partition(".")[0] for action in actions})
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("Everything")),
            *[
                (f"{area}.", _("Everything of: %(area)s") % {"area": area.replace("_", " ")})
                for area in areas
            ],
            *sorted(((action, deed(action)) for action in actions), key=lambda one: one[1]),
        ]

    def clean_thing(self) -> UUID | None:
        text = self.cleaned_data["thing"].strip()
        found = read_id(text)
        if text and found is None:
            raise forms.ValidationError(
                _("That is not an id. Copy it from the address of the person's page.")
            )
        return found

    def search(self, zone: str) -> Search:
        """Return what to look for; what could not be read is left out, and its field says why."""
        return Search(zone=zone, **getattr(self, "cleaned_data", {}))
