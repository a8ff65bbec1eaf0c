"""Input about a dossier, and the code that fetches one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.rollout.enums import DossierKind
from rounds.rollout.models import NameRelease
from rounds.rollout.selectors.dossiers.naming import code_read
from rounds.rollout.values.dossier import Choice, DossierSection

# a review is one page
SHORT = 160
MOST_WORDS = {DossierKind.FULL: 4000, DossierKind.ANNUAL: 900}


class DossierForm(EditForm, forms.Form):
    """Which own facts somebody picks, and what they add in their own words."""

    parts = forms.MultipleChoiceField(
        label=_("What it says"), required=False, widget=forms.CheckboxSelectMultiple
    )
    named = forms.MultipleChoiceField(
        label=_("Mentees who agreed to be named"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        sections: Sequence[DossierSection],
        released: Sequence[NameRelease],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = TextField(
            label=_("In my own words"),
            max_length=MOST_WORDS[DossierKind(kind)],
            required=False,
            widget=forms.Textarea(attrs={"rows": 6}),
            help_text=_("Mentees are counts here: write no name of theirs, and no patient’s."),
        )
        parts: Any = self.fields["parts"]
        parts.choices = [(one.key, _with_rows(one)) for one in sections if one.rows]
        named: Any = self.fields["named"]
        named.choices = [(str(one.id), one.name) for one in released]
        if not released:
            del self.fields["named"]

    def clean(self) -> dict[str, Any]:
        """Refuse a dossier that would say nothing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (given["parts"] or given["words"].strip() or given.get("named")):
            self.add_error("parts", _("Tick at least one part, or write words of your own below."))
        return given

    def choice(self) -> Choice:
        """Return what was picked."""
        given = self.cleaned_data
        return Choice(tuple(given["parts"]), given["words"].strip(), tuple(given.get("named", ())))


def _with_rows(section: DossierSection) -> str:
    """Return a part with what it says, shortened."""
    said = "; ".join(f"{what}: {value}" for what, value in section.rows)
    return f"{section.title} ({said if len(said) <= SHORT else said[:SHORT].rsplit(' ', 1)[0] + ' …'})"


class CodeForm(forms.Form):
    """The code that somebody was given to fetch a dossier."""

    code = forms.CharField(
        label=_("Code"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("26 letters and digits. Spaces and small letters don’t matter."),
        error_messages={
            "required": _("Enter the code that you were given."),
            "max_length": _("A code has 26 letters and digits. Copy it once more."),
        },
    )

    def clean_code(self) -> str:
        """Return the code as it was made."""
        return code_read(self.cleaned_data["code"])
