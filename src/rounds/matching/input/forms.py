"""What people type when they save weights."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import TextField


class SaveWeightsForm(forms.Form):
    """Why new weights, in one sentence."""

    rationale = TextField(
        label=_("Why these weights"), max_length=500, help_text=_("One sentence; the committee reads it.")
    )
