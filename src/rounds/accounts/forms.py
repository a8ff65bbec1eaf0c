"""What the office asks for: a role, another sign-in address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.enums import STAFF
from rounds.core.fields import AddressField
from rounds.people.models import Person


class PersonForm(forms.Form):
    """About one person of the institution in scope."""

    person: Any = forms.ModelChoiceField(label=_("Person"), queryset=None, empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = Person.objects.filter(merged_into=None, left_on=None)


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
