"""Input about certificates, as clean values for the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import TextField


class WithdrawForm(forms.Form):
    """Why a certificate is withdrawn."""

    reason = TextField(
        label=_("Why it is withdrawn"),
        max_length=300,
        help_text=_(
            "Faculty developers read it; whoever checks the certificate reads only that it is withdrawn."
        ),
        error_messages={"required": _("Say why, in a sentence.")},
    )
