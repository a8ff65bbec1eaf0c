"""Input about a committee."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.core.reading import read_id
from rounds.programs.models import Program
from rounds.rollout.enums import SitsFor
from rounds.rollout.models import CommitteeMeeting
from rounds.rollout.selectors.committee import standing_of
from rounds.rollout.services.committee import Resolution

CHOOSE = ("", _("Choose…"))


class SeatForm(EntryForm):
    """Who sits for whom, since when."""

    sits_for = forms.ChoiceField(
        label=_("Sits for"),
        choices=[CHOOSE, *SitsFor.choices],
        error_messages={"required": _("Choose for whom.")},
    )
    name = TextField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    since_on = DateField(label=_("Since"))


class EndSeatForm(EditForm, forms.Form):
    """Until when somebody sits."""

    until_on = DateField(label=_("Until"), help_text=_("That day included."))


class MeetingForm(EntryForm):
    """When the committee meets, and about what."""

    held_on = DateField(label=_("Day"))
    agenda = TextField(
        label=_("Agenda"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what it is about.")},
    )


class MinutesForm(forms.Form):
    """What was said at a meeting."""

    present = TextField(
        label=_("Who was there"), max_length=500, error_messages={"required": _("Say who was there.")}
    )
    minutes = TextField(
        label=_("Minutes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Written once. No names of mentees, nothing that somebody told in confidence."),
        error_messages={"required": _("Write what was said.")},
    )


class ResolutionForm(EntryForm):
    """What was decided: the question, what could have been decided, the decision, why."""

    decided_on = DateField(label=_("Day"))
    meeting = forms.ChoiceField(label=_("At the meeting"), required=False)
    question = TextField(
        label=_("Question"), max_length=300, error_messages={"required": _("Say what was to be decided.")}
    )
    options = TextField(
        label=_("What could have been decided"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Name at least two ways.")},
    )
    decision = TextField(
        label=_("Decision"), max_length=500, error_messages={"required": _("Say what was decided.")}
    )
    why = TextField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: whoever comes later asks.")},
    )
    supersedes = forms.ChoiceField(label=_("Instead of"), required=False)

    def __init__(self, data: Any = None, *, program: Program, **options: Any) -> None:
        super().__init__(data, **options)
        meetings = CommitteeMeeting.objects.filter(program=program)
        self._choose(
            "meeting", [(str(one.id), date_format(one.held_on, "j M Y")) for one in meetings], _("None")
        )
        standing = [(str(one.id), one.question) for one in standing_of(program)]
        self._choose("supersedes", standing, _("No earlier one"))

    def _choose(self, name: str, choices: list[tuple[str, str]], none: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [("", none), *choices]

    def resolution(self) -> Resolution:
        """Return what was entered."""
        given = self.cleaned_data
        return Resolution(
            given["decided_on"],
            given["question"],
            given["options"],
            given["decision"],
            given["why"],
            read_id(given["meeting"]),
            read_id(given["supersedes"]),
        )
