"""What is typed about a group: by the office its name, size and people; by its people sessions and notes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import EntryForm, TextField
from rounds.mentorships.conversations.forms import HeldForm, PlanForm, series_fields
from rounds.mentorships.conversations.services.planning import Plan
from rounds.mentorships.conversations.values.series import Repeats, occurrences
from rounds.mentorships.enums import GroupAudience
from rounds.mentorships.groups.services.planning import Series
from rounds.mentorships.models.groups import MOST_MEMBERS

LONGEST_NAME = 80


class GroupForm(EntryForm):
    """A new group: who holds it, what it is called, and how many fit."""

    mentor = forms.ChoiceField(
        label=_("Mentor"),
        help_text=_("Ask them first: the group is theirs at once."),
        error_messages={"required": _("Choose the mentor who holds the group.")},
    )
    name = TextField(
        label=_("Name of the group"),
        max_length=LONGEST_NAME,
        help_text=_("Such as “Tuesday journal club”."),
        error_messages={"required": _("Give the group a name: its people find it by that.")},
    )
    size = forms.TypedChoiceField(
        label=_("How many mentees fit"),
        choices=[(number, str(number)) for number in range(2, MOST_MEMBERS + 1)],
        coerce=int,
        initial=MOST_MEMBERS,
        help_text=_("A group takes none of the mentor's places for pairs."),
    )

    def __init__(self, *args: Any, mentors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = [("", _("Choose")), *mentors]  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """One more mentee."""

    mentee = forms.ChoiceField(
        label=_("Mentee"), error_messages={"required": _("Choose the mentee who joins the group.")}
    )

    def __init__(self, *args: Any, mentees: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentee"].choices = [("", _("Choose")), *mentees]  # type: ignore[attr-defined]


def _note_fields() -> tuple[forms.CharField, forms.ChoiceField]:
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4}), strip=False
    )
    audience = forms.ChoiceField(
        label=_("Who reads the note"),
        choices=GroupAudience.choices,
        widget=forms.RadioSelect,
        initial=GroupAudience.PRIVATE,
        required=False,
    )
    audience.in_a_row = True  # type: ignore[attr-defined]
    return note, audience


class SessionForm(HeldForm):
    """A session that was held: day, minutes, who was there by name, and a note."""

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"] = forms.MultipleChoiceField(
            label=_("Who was there"),
            choices=members,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Say who was there: a session has at least one mentee.")},
        )
        self.fields["note"], self.fields["audience"] = _note_fields()

    def present(self) -> frozenset[UUID]:
        """Return who was there."""
        return frozenset(UUID(one) for one in self.cleaned_data["present"])


class SessionPlanForm(PlanForm):
    """When a group is to meet, once or again and again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["repeats"], self.fields["until"] = series_fields()

    def plan(self) -> Plan:
        """Return what is to be planned, the first time of it."""
        data = self.cleaned_data
        return Plan(
            starts_at=data["starts_at"], minutes=data["minutes"], mode=data["mode"], entry_id=self.entry_id()
        )

    def series(self, zone: str) -> Series:
        """Return how it comes again, by the clocks of a zone."""
        data = self.cleaned_data
        return Series(repeats=Repeats(data["repeats"]), until=data["until"], zone=zone)

    def moments(self, zone: str) -> list[datetime]:
        """Return the times that are meant, as far as they make a series."""
        data = self.cleaned_data
        repeats = Repeats(data["repeats"])
        return [one.moment for one in occurrences(data["starts_at"], zone, repeats, data["until"])]


class GroupNoteForm(EntryForm):
    """A note about a session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"], self.fields["audience"] = _note_fields()


class ChangeGroupNoteForm(forms.Form):
    """One's own note and who reads it; `version` is the one that the page shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"], self.fields["audience"] = _note_fields()
