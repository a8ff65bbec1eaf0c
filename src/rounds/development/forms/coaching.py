"""Input about coaching, as clean values for the services."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.development.enums import Origin
from rounds.development.services.coaching import Wish
from rounds.people.models import Person

AIMS = ("aim_1", "aim_2", "aim_3")


def _aim(label: Any, *, required: bool = False) -> TextField:
    return TextField(
        label=label,
        max_length=200,
        required=required,
        error_messages={"required": _("Write at least one aim: what you want to do otherwise.")},
    )


class AskCoachForm(EntryForm):
    """Whom a mentor asks, and for what."""

    coach = forms.ChoiceField(label=_("Whom you ask"), error_messages={"required": _("Choose whom you ask.")})
    origin = forms.ChoiceField(
        label=_("What made you think of it"), choices=Origin.choices, initial=Origin.SELF
    )
    aim_1 = _aim(_("First aim"), required=True)
    aim_2 = _aim(_("Second aim"))
    aim_3 = _aim(_("Third aim"))
    review_on = DateField(
        label=_("Day to look back"),
        help_text=_("Two to four talks and an observed conversation later."),
        error_messages={"required": _("Choose a day, about three months from now.")},
    )

    def __init__(self, *args: Any, coaches: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.id), one.display_name) for one in coaches]
        cast(forms.ChoiceField, self.fields["coach"]).choices = [("", _("Choose…")), *names]

    def wish(self) -> Wish:
        """Return what was asked."""
        given = self.cleaned_data
        aims = tuple(given[one] for one in AIMS if given[one])
        return Wish(UUID(given["coach"]), given["origin"], aims, given["review_on"])


class CoachingNoteForm(EditForm, forms.Form):
    """One's own words about a plan, and a talk that was held."""

    words = TextField(
        label=_("Your words"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    talked_on = DateField(label=_("You two talked on"), required=False)
    observed = forms.BooleanField(
        label=_("The coach watched a conversation with a mentee, who agreed to it"), required=False
    )

    def says_something(self) -> bool:
        """Tell whether words or a talk were sent."""
        return bool(self.cleaned_data["words"].strip() or self.cleaned_data["talked_on"])
