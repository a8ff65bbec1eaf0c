"""Input about experiences, as clean values for the services."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.development.enums import Kind
from rounds.development.models import Entry
from rounds.development.selectors.experiences import domain_names
from rounds.development.services.experiences import Posting, Wording
from rounds.people.enums import Tier
from rounds.people.models import Site
from rounds.surveys.feedback360.selectors.lines import person_named

MISSING = {"required": _("This is missing: a few words are enough.")}


class EntryEditForm(EditForm, forms.Form):
    """What an entry of the catalog says; saving writes its next version."""

    title = TextField(label=_("Experience"), max_length=120, error_messages=MISSING)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    tier = forms.ChoiceField(label=_("For whom"), choices=Tier.choices)
    length = TextField(label=_("How long"), max_length=60, error_messages=MISSING)
    domains = forms.MultipleChoiceField(
        label=_("Domains"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one domain: by it people are shown what fits them.")},
    )
    prompts = TextField(
        label=_("Questions beforehand"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=MISSING,
    )
    looks_for = TextField(
        label=_("What to look for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=MISSING,
    )
    evidence = TextField(label=_("What shows it"), max_length=300, error_messages=MISSING)

    SAID = ("title", "kind", "tier", "length", "domains", "prompts", "looks_for", "evidence")

    def __init__(self, data: Any = None, *, entry: Entry) -> None:
        super().__init__(data, initial={name: getattr(entry, name) for name in self.SAID})
        names = domain_names()
        known = {**names, **{key: key for key in entry.domains if key not in names}}
        cast(forms.MultipleChoiceField, self.fields["domains"]).choices = list(known.items())

    def wording(self) -> Wording:
        """Return what was entered."""
        given = self.cleaned_data
        return Wording(**{**{name: given[name] for name in self.SAID}, "domains": tuple(given["domains"])})


class OfferingForm(EntryForm):
    """Seats of an experience: who hosts, where, when, until when one may ask."""

    host = TextField(
        label=_("Host, by name or e-mail address"),
        max_length=120,
        help_text=_(
            "Reads the name, tier and one line of who has a seat, and says afterward whether it was done."
        ),
        error_messages={"required": _("Name the host.")},
    )
    site: Any = forms.ModelChoiceField(
        label=_("Site"), queryset=None, required=False, empty_label=_("At every site")
    )
    times = TextField(
        label=_("When"),
        max_length=200,
        help_text=_("As people read it: “first Tuesdays, 7 AM”."),
        error_messages={"required": _("Say when, in a few words.")},
    )
    starts_on = DateField(label=_("First day"))
    closes_on = DateField(
        label=_("Last day to ask"),
        help_text=_("Seats are drawn on the day after. Who asks first gains nothing."),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=500,
        initial=1,
        error_messages={
            "invalid": _("Seats are a number from 1 to 500."),
            "required": _("Say how many seats."),
        },
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        cast(forms.ModelChoiceField, self.fields["site"]).queryset = Site.objects.order_by("name")  # type: ignore[type-arg]
        self.initial.setdefault("closes_on", institution_today() + timedelta(days=14))
        self.initial.setdefault("starts_on", institution_today() + timedelta(days=28))

    def posting(self) -> Posting:
        """Return what was entered. Raises DomainError for a host whom nobody knows."""
        given = self.cleaned_data
        names = ("site", "times", "starts_on", "closes_on", "seats")
        return Posting(
            host=person_named(given["host"], field="host"), **{name: given[name] for name in names}
        )


class LineForm(EditForm, forms.Form):
    """One line for the host."""

    line = TextField(
        label=_("One line for the host"),
        max_length=200,
        required=False,
        help_text=_("The host reads it once you have a seat. It changes nothing about who gets one."),
    )


class RehearsalForm(EditForm, forms.Form):
    """One's own words about a rehearsal."""

    words = TextField(
        label=_("Your words"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    held_on = DateField(label=_("Rehearsed on"), required=False, help_text=_("Empty: it is still planned."))

    def says_something(self) -> bool:
        """Tell whether words or a day were sent."""
        return bool(self.cleaned_data["words"].strip() or self.cleaned_data["held_on"])
