"""Input about the step from a pilot to more departments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.rollout.services.scale import Department


class ReasonForm(forms.Form):
    """Why a setting differs, and on which evidence."""

    reason = TextField(label=_("Why"), max_length=300, error_messages={"required": _("Say why it differs.")})
    evidence = TextField(label=_("On which evidence"), max_length=300, required=False)


def _count(label: Any, most: int, *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages={"required": _("Enter a number."), "invalid": _("Enter a number, such as 20.")},
    )


class DepartmentForm(EditForm, EntryForm):
    """A department that comes next."""

    department = TextField(
        label=_("Department"), max_length=120, error_messages={"required": _("Name the department.")}
    )
    sponsor = TextField(
        label=_("Who answers for it there"),
        max_length=120,
        error_messages={"required": _("Name who answers for it there.")},
    )
    hours = _count(_("Mentors’ hours a month"), 9999)
    places = _count(_("Places wanted"), 999, least=1)
    found = _count(_("Places found"), 999)
    intake_on = DateField(label=_("Intake opens"))

    SAID = ("department", "sponsor", "hours", "places", "found", "intake_on")

    def clean(self) -> dict[str, Any]:
        """Refuse more places than are wanted, and an intake that would have opened before today."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        places, found, opens = given.get("places"), given.get("found"), given.get("intake_on")
        if places is not None and found is not None and found > places:
            words = _(
                "%(found)s places are found of %(places)s wanted. Enter at most %(places)s, or want more."
            )
            self.add_error("found", words % {"found": found, "places": places})
        if opens is not None and opens < institution_today() and opens != self.initial.get("intake_on"):
            self.add_error("intake_on", _("This day is over. Enter the day on which the intake will open."))
        return given

    def wanted(self) -> Department:
        """Return what was entered."""
        return Department(**{name: self.cleaned_data[name] for name in self.SAID})


class CopyForm(forms.Form):
    """What a program is called that is set up like another, and when it begins."""

    name = TextField(label=_("Name"), max_length=120, error_messages={"required": _("Give it a name.")})
    starts_on = DateField(label=_("First day"))


class BundleForm(forms.Form):
    """A bundle from elsewhere."""

    file = forms.FileField(
        label=_("Bundle"),
        help_text=_("A .json file that Rounds wrote elsewhere, of at most 300 KB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
