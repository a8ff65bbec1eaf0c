"""What the office asks for: a role, another sign-in address."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rounds.core.enums import STAFF
from rounds.core.fields import AddressField
from rounds.core.reading import NO_ID, read_id
from rounds.people.models import Person
from rounds.people.selectors import is_named

MOST_SHOWN = 20  # of a search; more words find fewer


class PersonForm(forms.Form):
    """About one person of the institution in scope."""

    person: Any = forms.ModelChoiceField(label=_("Person"), queryset=None, empty_label=_("Choose"))

    def __init__(self, *args: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = Person.objects.filter(merged_into=None, left_on=None)
        shown = self._shown(person.queryset, words)
        person.choices = [("", _("Choose")), *((str(one.id), _in_the_list(one)) for one in shown)]

    @property
    def offers_somebody(self) -> bool:
        """Tell whether there is anybody to choose: somebody was found, or the form comes back."""
        person: Any = self.fields["person"]
        return self.is_bound or len(person.choices) > 1

    def _shown(self, people: QuerySet[Person], words: str) -> list[Person]:
        """Return whom the words find, the first ones alone, and who is chosen already."""
        found = list(people.filter(is_named(words) | Q(email__icontains=words))[:MOST_SHOWN]) if words else []
        chosen = people.filter(id=read_id(self.data.get("person", "")) or NO_ID) if self.is_bound else []
        return [*found, *(one for one in chosen if one not in found)]


def _in_the_list(person: Person) -> str:
    return f"{person.sort_name} ({person.email})" if person.email else person.sort_name


class AskRoleForm(PersonForm):
    """Ask for a role for the whole institution."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose")), *[(role.value, role.label) for role in STAFF]],
        help_text=_("For the whole institution. Roles in one program are given on the program's page."),
    )


class AskAddressForm(PersonForm):
    """Ask for another sign-in address."""

    new_address = AddressField(
        label=_("New sign-in address"),
        max_length=254,
        help_text=_("The owner is told at the old address, and confirms, or a second person does."),
    )
