"""Input about the steps of a roll-out: its two days, words about a step, whose it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, TextField
from rounds.rollout.enums import Proof

WORDS = 500
ASKS = {
    Proof.TICK: (_("Note"), _("What was done, by whom, on which day.")),
    Proof.DOCUMENT: (_("Document"), _("What it is called, of which day, and where it lies.")),
}


class AnchorsForm(EditForm, forms.Form):
    """The two days from which all others count."""

    kickoff_on = DateField(
        label=_("Kick-off"),
        help_text=_("In the middle of September is a good time; in July everybody is new."),
        error_messages={"required": _("Say when the program begins.")},
    )
    ends_on = DateField(
        label=_("End of the pilot"), error_messages={"required": _("Say when the pilot ends.")}
    )


class WordForm(forms.Form):
    """The note of a tick, or where a document lies."""

    words = TextField(
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say it in a sentence: a tick alone tells nobody anything.")},
    )

    def __init__(self, data: Any = None, *, proof: Proof) -> None:
        super().__init__(data)
        label, helps = ASKS.get(proof, ASKS[Proof.TICK])
        self.fields["words"].label, self.fields["words"].help_text = label, helps


class LetGoForm(forms.Form):
    """Why a step is let go."""

    reason = TextField(
        label=_("Why it is let go"),
        max_length=WORDS,
        error_messages={"required": _("Say why: whoever comes after you will ask.")},
    )


class OwnerForm(EditForm, forms.Form):
    """Who does it, by name."""

    owner_name = TextField(
        label=_("Owner by name"),
        max_length=120,
        required=False,
        help_text=_("Empty: whoever holds the role. A name stays when the role changes hands."),
    )
