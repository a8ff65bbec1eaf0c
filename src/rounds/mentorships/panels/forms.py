"""What the program office types about a mentor on a panel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import TextField

LONGEST_PURPOSE = 80


class PanelForm(forms.Form):
    """Who sits on a panel, and what for."""

    mentor = forms.ChoiceField(
        label=_("Mentor"),
        help_text=_("Ask them first: with this step they are on the panel."),
        error_messages={"required": _("Choose the mentor who joins the panel.")},
    )
    purpose = TextField(
        label=_("What for"),
        max_length=LONGEST_PURPOSE,
        help_text=_("In a few words, such as “research methods”. The mentee and this mentor read it."),
        error_messages={"required": _("Say in a few words what this mentor is for.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
