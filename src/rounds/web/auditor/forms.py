"""The auditor's filters; they live in the address."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.audit.log import Search
from rounds.core.fields import DateField
from rounds.core.reading import read_id
from rounds.people.selectors import people_named
from rounds.web.auditor.deeds import deed


class SearchForm(forms.Form):
    """What to look for. A thing is given by its id, as in the addresses of pages, a person by name too."""

    action = forms.ChoiceField(label=_("What was done"), required=False)
    who = forms.CharField(label=_("Who did it"), required=False, max_length=100)
    thing = forms.CharField(label=_("About (name or id)"), required=False, max_length=100)
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

    def clean_thing(self) -> tuple[UUID, ...] | None:
        """Return the ids that are meant: the one that was written, else those of all people of that name."""
        text = self.cleaned_data["thing"].strip()
        if not text:
            return None
        found = read_id(text)
        if found is not None:
            return (found,)
        people = tuple(people_named(text))
        if not people:
            raise forms.ValidationError(
                _(
                    "Nobody here is called that, and it is no id. Write a name, or copy the id from an address."
                )
            )
        return people

    def search(self, zone: str) -> Search:
        """Return what to look for; what could not be read finds nothing, and its field says why."""
        data = dict(getattr(self, "cleaned_data", {}))
        things = data.pop("thing", () if "thing" in self.errors else None)
        return Search(zone=zone, things=things, **data)
