"""What somebody types who joins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import AddressField


class WorkAddressForm(forms.Form):
    """The address that the hospital has on record."""

    email = AddressField(
        label=_("Your work e-mail address"),
        max_length=254,
        error_messages={"required": _("Enter the address that your hospital has on record.")},
    )
