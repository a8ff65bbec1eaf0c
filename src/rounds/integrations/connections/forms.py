"""What is entered to begin a connection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import TextField


class ConnectionForm(forms.Form):
    """How a connection is called here."""

    name = TextField(
        label=_("Name"),
        max_length=80,
        help_text=_("As people at your hospital call it, such as “Learn” or “Canvas”."),
        error_messages={"required": _("Say how the system is called at your hospital.")},
    )
