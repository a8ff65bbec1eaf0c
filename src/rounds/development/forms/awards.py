"""Input about awards by jury, as clean values for the services."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.development.enums import BY_JURY
from rounds.people.models import Person


def _named(people: list[Person]) -> list[tuple[str, str]]:
    return [(str(one.id), one.display_name) for one in people]


class JuryField(forms.MultipleChoiceField):
    """Who sits on a jury."""

    def __init__(self) -> None:
        super().__init__(
            label=cast(str, _("The jury, three or more")),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least three people from the list for the jury.")},
        )


class JuryForm(EditForm, forms.Form):
    """Who sits on the jury of an award."""

    jury = JuryField()

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(JuryField, self.fields["jury"]).choices = _named(people)

    def members(self) -> list[UUID]:
        """Return who was chosen."""
        return [UUID(one) for one in self.cleaned_data["jury"]]


class AwardForm(EntryForm):
    """Which award is given, until when people nominate, who judges."""

    award = forms.ChoiceField(
        label=_("Award"),
        choices=[("", _("Choose…")), *((one.value, one.label) for one in BY_JURY)],
        error_messages={"required": _("Choose an award from the list.")},
    )
    closes_on = DateField(
        label=_("Nominations until"), error_messages={"required": _("Say until which day people nominate.")}
    )
    jury = JuryField()

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(JuryField, self.fields["jury"]).choices = _named(people)

    def members(self) -> list[UUID]:
        """Return who was chosen for the jury."""
        return [UUID(one) for one in self.cleaned_data["jury"]]


class NominateForm(EntryForm):
    """Whom somebody nominates, and why."""

    nominee = forms.ChoiceField(
        label=_("Whom you nominate"), error_messages={"required": _("Choose somebody from the list.")}
    )
    words = TextField(
        label=_("What they did"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What happened and what came of it. Name no patient."),
        error_messages={"required": _("Say in a sentence or two what they did.")},
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["nominee"]).choices = [("", _("Choose…")), *_named(people)]
