"""What is entered to begin a connection, and to call it otherwise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.integrations.connections.enums import ConnectionKind


class NameForm(forms.Form):
    """How a connection is called here."""

    name = TextField(
        label=_("Name"),
        max_length=80,
        help_text=_("As people at your hospital call it, such as “Learn” or “Canvas”."),
        error_messages={"required": _("Say how the system is called at your hospital.")},
    )


class RenameForm(EditForm, NameForm):
    """How a connection is called instead."""


class ConnectionForm(NameForm):
    """What is at the other end, and how it is called here."""

    kind = forms.ChoiceField(
        label=_("What is connected"),
        choices=[
            (ConnectionKind.LTI, _("A learning management system: people open surveys from a course")),
            (
                ConnectionKind.MONITOR,
                _("Your IT’s monitoring: a program asks whether the connections here work"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=ConnectionKind.LTI,
        error_messages={"required": _("Choose what is connected.")},
    )

    field_order = ("kind", "name")
