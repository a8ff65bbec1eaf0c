"""Answers about a pair itself, as they are given."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.mentorships.dues.services.answers import CHOICES
from rounds.mentorships.enums import Choice


class AnswerForm(forms.Form):
    """One of the answers that an occasion has."""

    choice = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )

    def __init__(self, *args: Any, occasion: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["choice"])
        choice.choices = [(one, Choice(one).label) for one in CHOICES[occasion]]
