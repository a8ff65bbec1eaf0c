"""What people type when they decide about a pair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import EntryForm, TextField


class ReasonForm(forms.Form):
    """A reason for a decision."""

    reason = TextField(
        label=_("Why"), max_length=500, help_text=_("A few words; the run's record shows them.")
    )


class ChooseForm(ReasonForm):
    """Somebody else of the run, and a reason."""

    other = forms.ChoiceField()
    field_order = ("other", "reason")

    def __init__(self, *args: Any, label: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].label = label
        self.fields["other"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class ExceptionForm(ReasonForm):
    """Two people whom a rule keeps apart, none chosen before, and why they are wanted."""

    pair = forms.ChoiceField(label=_("Which pair"))
    field_order = ("pair", "reason")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pair"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class NoteForm(EntryForm):
    """A fit note."""

    note = TextField(label=_("Fit note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
