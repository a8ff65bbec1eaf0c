"""Input about people, as clean values for the services."""

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import AddressField, DateField, EntryForm, TextField
from rounds.people.enums import AuthorityKind, Tier, Track, TrainingKind
from rounds.people.models import Department, Person, Site, TrainingProgram


class PersonForm(EditForm, forms.ModelForm):
    """Name, addresses and numbers of a person. Numbers are checked by the service."""

    # Check digits and "belongs to" are said by the service, in one place.
    npi = TextField(label=_("NPI"), required=False, max_length=20, help_text=_("Ten digits."))
    orcid = TextField(label=_("ORCID"), required=False, max_length=60)

    class Meta:
        model = Person
        fields: ClassVar = [
            "title",
            "given_name",
            "family_name",
            "pronouns",
            "email",
            "personal_email",
            "employee_id",
            "npi",
            "orcid",
        ]
        field_classes: ClassVar = {"email": AddressField, "personal_email": AddressField}
        error_messages: ClassVar = {
            "family_name": {"required": _("Family name is missing. Enter it.")},
            "email": {"invalid": _("This is not an e-mail address. Write it as name@hospital.org.")},
            "personal_email": {"invalid": _("This is not an e-mail address. Write it as name@example.org.")},
        }
        help_texts: ClassVar = {
            "title": _("Such as Dr."),
            "personal_email": _("Stays valid after somebody leaves; for the follow-up they agree to."),
        }

    def _post_clean(self) -> None:
        """Leave the instance alone: the service compares and writes."""


class OwnRecordForm(EditForm, forms.Form):
    """What people correct themselves."""

    pronouns = TextField(label=_("Pronouns"), required=False, max_length=40)
    personal_email = AddressField(
        label=_("Personal e-mail"),
        required=False,
        help_text=_("One that stays yours when you change hospitals. It is not used to sign in."),
        error_messages={"invalid": _("This is not an e-mail address. Write it as name@example.org.")},
    )
    orcid = TextField(
        label=_("ORCID"), required=False, max_length=60, help_text=_("Such as 0000-0002-1825-0097")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can talk in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, languages: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _label in languages}
        held = [(code, code) for code in self.initial.get("languages", []) if code not in known]
        self.fields["languages"].choices = [*languages, *held]  # type: ignore[attr-defined]


class _PlaceField(forms.ModelChoiceField):
    """A department or site of the institution in scope."""

    def __init__(self, model: type[Model], label: Any) -> None:
        # The scope is known once a request is; see __init__ of the form.
        super().__init__(
            queryset=QuerySet(model).none(), label=label, required=False, empty_label=_("Not recorded")
        )


class StageForm(EditForm, forms.Form):
    """The career stage of somebody from a day on."""

    from_on = DateField(label=_("From"))
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    track = forms.ChoiceField(label=_("Track"), choices=Track.choices, initial=Track.CLINICAL)
    pgy = forms.IntegerField(
        label=_("Postgraduate year (PGY)"),
        required=False,
        min_value=1,
        max_value=12,
        error_messages={
            "invalid": _("PGY is a number from 1 to 12."),
            "min_value": _("PGY is a number from 1 to 12."),
            "max_value": _("PGY is a number from 1 to 12."),
        },
    )
    title = TextField(label=_("Job title"), required=False, max_length=120)
    rank = TextField(label=_("Rank"), required=False, max_length=80)
    department = _PlaceField(Department, _("Department"))
    section = TextField(label=_("Section"), required=False, max_length=120)
    specialty = TextField(label=_("Specialty"), required=False, max_length=120)
    site = _PlaceField(Site, _("Site"))
    fte = forms.DecimalField(
        label=_("FTE"),
        required=False,
        min_value=0,
        max_value=1,
        decimal_places=2,
        error_messages={
            "invalid": _("FTE is a number from 0 to 1, such as 0.8."),
            "max_value": _("FTE is a number from 0 to 1, such as 0.8."),
            "min_value": _("FTE is a number from 0 to 1, such as 0.8."),
        },
    )

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = _scoped(Department)  # type: ignore[attr-defined]
        self.fields["site"].queryset = _scoped(Site)  # type: ignore[attr-defined]
        if is_correction:
            del self.fields["from_on"]

    def _compared(self) -> list[str]:
        """Return the fields that start from the stage on record; the day is always one's own."""
        return [name for name in super()._compared() if name != "from_on"]


def _scoped(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()


class LineForm(forms.Form):
    """Who has authority over somebody; the person is found by name beside the form."""

    kind = forms.ChoiceField(label=_("As"), choices=AuthorityKind.choices)
    from_on = DateField(label=_("From"))


class TrainingRecordForm(EntryForm):
    """Mentor training that somebody has done."""

    title = TextField(
        label=_("Training"), max_length=160, error_messages={"required": _("Name the training.")}
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        min_value=0.1,
        max_value=999,
        decimal_places=1,
        error_messages={"invalid": _("Hours are a number such as 8 or 1.5.")},
    )
    done_on = DateField(
        label=_("Done on"), required=False, help_text=_("Leave it empty if the date is not known.")
    )


class HelpRouteForm(EditForm, forms.Form):
    """Where people turn with one kind of trouble."""

    missing: ClassVar = {"required": _("Name who answers there.")}
    wrong: ClassVar = {"invalid": _("Write the address as https://hospital.org/help.")}
    name = TextField(label=_("Who"), max_length=120, error_messages=missing)
    phone = TextField(label=_("Telephone"), max_length=60, required=False)
    web = forms.URLField(label=_("Web address"), required=False, assume_scheme="https", error_messages=wrong)
    words = TextField(
        label=_("In a sentence"),
        max_length=300,
        required=False,
        help_text=_("Such as when somebody answers, and whether one can stay unnamed."),
    )


class LeaveForm(forms.Form):
    """The first day on which somebody is gone."""

    on = DateField(label=_("Gone from"), help_text=_("The day after the last day of work."))


class ReturnForm(forms.Form):
    """The first day on which somebody is back."""

    on = DateField(
        label=_("Back from"),
        help_text=_("The day of leaving if it was recorded by mistake: then nothing was interrupted."),
    )


class DepartmentForm(EditForm, forms.Form):
    """A department."""

    name = TextField(
        label=_("Department"), max_length=120, error_messages={"required": _("Name the department.")}
    )
    code = TextField(label=_("Code"), max_length=20, required=False)


class SiteForm(EditForm, forms.Form):
    """A site."""

    name = TextField(label=_("Site"), max_length=120, error_messages={"required": _("Name the site.")})
    timezone = TextField(
        label=_("Time zone"),
        max_length=60,
        required=False,
        help_text=_("Such as America/Chicago; empty means that of the institution."),
    )


class TrainingProgramForm(EditForm, forms.Form):
    """A residency or fellowship."""

    name = TextField(
        label=_("Name"), max_length=160, error_messages={"required": _("Name the training program.")}
    )
    acgme_number = TextField(
        label=_("ACGME number"), required=False, max_length=20, help_text=_("Ten digits, as in ADS.")
    )
    specialty = TextField(label=_("Specialty"), required=False, max_length=120)
    department = _PlaceField(Department, _("Department"))
    years = forms.IntegerField(
        label=_("Last postgraduate year"),
        required=False,
        min_value=1,
        max_value=12,
        help_text=_("Three for internal medicine. The July roll-over asks about people who have reached it."),
        error_messages={
            key: _("The last postgraduate year is a number from 1 to 12.")
            for key in ("invalid", "min_value", "max_value")
        },
    )

    def __init__(self, *args: Any, training_program: TrainingProgram | None = None, **kwargs: Any) -> None:
        if training_program is not None:
            names = ("name", "acgme_number", "specialty", "department", "years")
            kwargs["initial"] = {name: getattr(training_program, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = _scoped(Department)  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """What somebody is to a training program; the person is found by name beside the form."""

    kind = forms.ChoiceField(label=_("As"), choices=TrainingKind.choices)
    from_on = DateField(label=_("From"))


class RollOverForm(forms.Form):
    """The day on which everybody in training moves up."""

    on = DateField(label=_("Everybody in training moves up on"))


HOURS = [(hour, time_format(time(hour), "g A")) for hour in range(5, 21)]


class RemindersForm(EditForm, forms.Form):
    """When somebody gets reminders; empty is as their part in a program has it."""

    rhythm = forms.ChoiceField(
        label=_("How often at most"),
        required=False,
        choices=[
            ("", _("As usual: mentees any working day, mentors once a week")),
            ("daily", _("Any working day")),
            ("weekly", _("Once a week")),
        ],
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        coerce=int,
        choices=list(enumerate(list(WEEKDAYS.values())[:5])),
        help_text=_("For once a week. On a weekend or on leave nothing is sent."),
    )
    hour = forms.TypedChoiceField(
        label=_("Hour, where you work"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("As usual (7 AM, mentors 5 PM)")), *HOURS],
    )


class AwayForm(forms.Form):
    """Days on which somebody is away. Why is not asked."""

    from_on = DateField(
        label=_("First day away"), error_messages={"required": _("Enter the first day away.")}
    )
    to_on = DateField(
        label=_("First day back"), required=False, help_text=_("Leave it empty while nobody knows.")
    )
