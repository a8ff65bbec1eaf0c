"""By whom somebody wants to be called, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import TextField
from rounds.surveys.calling.services import Wish


@dataclass(frozen=True)
class Callers:
    """People who may call: of which scope, in which role, in words."""

    scope_id: UUID
    to: str
    words: str

    @property
    def key(self) -> str:
        return f"{self.to}:{self.scope_id}"


class ReachForm(forms.Form):
    """Where somebody can be called, and when."""

    reach = TextField(
        label=_("Number, and when it suits"),
        max_length=200,
        required=False,
        help_text=_("Left empty, they write to your hospital address. You need not say what it is about."),
    )


class CallForm(ReachForm):
    """Who should call, where and when."""

    field_order = ("to", "reach")

    to = forms.ChoiceField(
        label=_("Who should call you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who should call you.")},
    )

    def __init__(self, *args: Any, callers: Sequence[Callers], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._callers = {one.key: one for one in callers}
        to: Any = self.fields["to"]
        to.choices = [(one.key, one.words) for one in callers]

    def wish(self) -> Wish:
        """Return what was chosen."""
        chosen = self._callers[self.cleaned_data["to"]]
        return Wish(chosen.scope_id, chosen.to, self.cleaned_data["reach"].strip())
