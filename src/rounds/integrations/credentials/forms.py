"""What is entered about credentials."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField
from rounds.integrations.credentials.enums import Scope
from rounds.integrations.credentials.services import MOST_DAYS


class ScopesForm(forms.Form):
    """What a machine may read."""

    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Scope.values,
        error_messages={"required": _("Choose what it may read.")},
    )


class ChosenScopesForm(EditForm, ScopesForm):
    """What the machines of a connection may read at most."""


class CredentialForm(ScopesForm):
    """A credential: what it may read of what its connection may, and until when."""

    last_on = DateField(
        label=_("Last day of use"),
        help_text=_(
            "At most a year ahead. Who enters and who confirms connections get a message 30 and 7 days before."
        ),
    )

    def __init__(self, *args: Any, allowed: list[str], today: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"last_on": today + timedelta(days=MOST_DAYS)}, **options})
        scopes, last_on = self.fields["scopes"], self.fields["last_on"]
        if isinstance(scopes, forms.MultipleChoiceField):
            scopes.choices = [choice for choice in Scope.choices if choice[0] in allowed]
            scopes.initial = allowed
        if isinstance(last_on, DateField):
            last_on.first, last_on.last = today, today + timedelta(days=MOST_DAYS)
