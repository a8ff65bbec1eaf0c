"""What is typed about a conversation: a small form, the same everywhere."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, MomentField, TextField
from rounds.mentorships.conversations.services.notes import LONGEST_LINE
from rounds.mentorships.conversations.values.series import Repeats
from rounds.mentorships.enums import Audience, Mode
from rounds.mentorships.growth.selectors.goals import ReadGoal
from rounds.mentorships.growth.services.marks import TickedStep
from rounds.mentorships.models import Conversation
from rounds.mentorships.models.conversations import MOST_MINUTES

MORE = "more"
LENGTHS = (15, 30, 45, 60)
SELF, OTHER = "self", "other"


def _minutes_field(agreed: int) -> forms.ChoiceField:
    lengths = sorted({*LENGTHS, agreed})
    field = forms.ChoiceField(
        label=_("How long"),
        choices=[*((str(one), str(one)) for one in lengths), (MORE, _("other"))],
        widget=forms.RadioSelect,
        initial=str(agreed),
        error_messages={"required": _("Choose how many minutes it took.")},
    )
    field.in_a_row = True  # type: ignore[attr-defined]
    return field


def _mode_field() -> forms.ChoiceField:
    field = forms.ChoiceField(label=_("How"), choices=Mode.choices, widget=forms.RadioSelect, required=False)
    field.in_a_row = True  # type: ignore[attr-defined]
    return field


class HeldForm(EntryForm):
    """Day and minutes of a conversation that was held: what the two and the program office see."""

    held_on = DateField(label=_("Day"))
    other_minutes = forms.CharField(label=_("How many minutes"), required=False)

    def __init__(self, *args: Any, agreed: int = 30, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"] = _minutes_field(agreed)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("minutes") == MORE:
            self._read_other(data)
        elif data.get("minutes"):
            data["minutes"] = int(data["minutes"])
        return data

    def _read_other(self, data: dict[str, Any]) -> None:
        written = re.fullmatch(r"\s*(\d{1,3})\s*(min\w*\.?)?\s*", data.get("other_minutes", ""))
        minutes = int(written[1]) if written else 0
        if not 1 <= minutes <= MOST_MINUTES:
            self.add_error("other_minutes", _("Write the minutes as a number from 1 to 600, such as 75."))
        data["minutes"] = minutes


class ListForm(HeldForm):
    """Who was at a kick-off or a conference: the day, the minutes of each pair, and a pasted list."""

    who = forms.CharField(
        label=_("Who was there"),
        help_text=_("A person a line, by name or e-mail address, as on the sign-in sheet."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=40_000,
        error_messages={"required": _("Paste who was there, a person a line.")},
    )


class LogForm(HeldForm):
    """The same with what only the two read, or only one of them."""

    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4}), strip=False
    )
    audience = forms.ChoiceField(
        label=_("Who reads the note"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        initial=Audience.PRIVATE,
        required=False,
    )
    agreed = TextField(label=_("What did you agree?"), required=False, max_length=LONGEST_LINE)
    whose = forms.ChoiceField(label=_("Who does it"), widget=forms.RadioSelect, required=False)
    due_on = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, other: str, goals: Iterable[ReadGoal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"] = _mode_field()
        open_goals = [goal for goal in goals if goal.is_open]
        if open_goals:
            self.fields["goals"] = _ticks(
                _("Goals you talked about"), [(str(goal.id), goal.text.text) for goal in open_goals]
            )
            self.fields["steps"] = _ticks(
                _("Steps that are done now"),
                [
                    (f"{goal.id} {step.key}", step.words.text)
                    for goal in open_goals
                    for step in goal.steps
                    if step.mark is None
                ],
            )
        self.fields["whose"].choices = [(SELF, _("I")), (OTHER, other)]  # type: ignore[attr-defined]
        self.fields["whose"].initial = SELF
        for name in ("audience", "whose"):
            self.fields[name].in_a_row = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a line that was to be done before it was agreed."""
        data = super().clean()
        held_on, due_on = data.get("held_on"), data.get("due_on")
        if held_on and due_on and due_on < held_on:
            self.add_error("due_on", _("This day is before the conversation. Choose a later one."))
        return data

    def touched(self) -> frozenset[UUID]:
        """Return the goals that were talked about."""
        return frozenset(UUID(one) for one in self.cleaned_data.get("goals", ()))

    def ticked(self) -> frozenset[TickedStep]:
        """Return the steps that are done."""
        pairs = (one.split() for one in self.cleaned_data.get("steps", ()))
        return frozenset(TickedStep(UUID(goal), UUID(step)) for goal, step in pairs)


class CorrectForm(EditForm, HeldForm):
    """What is on record of a held conversation, to be corrected: day, minutes, manner, goals."""

    def __init__(self, *args: Any, goals: Iterable[ReadGoal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"] = _mode_field()
        if choices := [(str(goal.id), goal.text.text) for goal in goals]:
            self.fields["goals"] = _ticks(_("Goals you talked about"), choices)

    @staticmethod
    def first(conversation: Conversation, about: Iterable[ReadGoal]) -> dict[str, Any]:
        """Return what is on record, as the form shows it."""
        minutes = conversation.minutes
        is_usual = minutes in LENGTHS
        return {
            "held_on": conversation.held_on,
            "minutes": str(minutes) if is_usual else MORE,
            "other_minutes": "" if is_usual else str(minutes),
            "mode": conversation.mode,
            "goals": [str(goal.id) for goal in about],
        }

    def touched(self) -> frozenset[UUID]:
        """Return the goals that were talked about."""
        return frozenset(UUID(one) for one in self.cleaned_data.get("goals", ()))


def _ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


# between these hours a meeting is asked about: it may be a slip of the hand
NIGHT_ENDS, NIGHT_BEGINS = 6, 22


class NightForm(forms.Form):
    """A form that asks about a time at night, once: sent again as it is, it is meant so."""

    sure_night = forms.CharField(required=False, widget=forms.HiddenInput)

    def ask_about_night(self, name: str, moment: datetime | None) -> None:
        """Ask about a moment that lies in the night by the clocks of the reader, unless it was asked about before."""
        local = localtime(moment) if moment else None
        if local is None or NIGHT_ENDS <= local.hour < NIGHT_BEGINS:
            return
        said = {"time": date_format(local, "g:i A"), "day": date_format(local, "D j M")}
        words = _("Really %(time)s on %(day)s, at night? If so, send it once more.") % said
        self.ask_once(name, local.isoformat(timespec="minutes"), words)

    def ask_once(self, name: str, mark: str, words: str) -> None:
        """Ask something about a field, unless the same was asked about before, as the mark says."""
        if mark in str(self.data.get("sure_night", "")).split():
            return
        self.add_error(name, words)
        # the page that comes back carries what was asked about
        sent: Any = self.data
        self.data = sent.copy()
        self.data["sure_night"] = f"{sent.get('sure_night', '')} {mark}".strip()  # type: ignore[index]


class PlanForm(NightForm, EntryForm):
    """When the two want to talk."""

    def clean(self) -> dict[str, Any]:
        """Ask about a time at night."""
        data = super().clean() or {}
        self.ask_about_night("starts_at", data.get("starts_at"))
        return data

    def __init__(self, *args: Any, agreed: int = 30, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"] = MomentField(label=_("When"))
        self.fields["minutes"] = forms.TypedChoiceField(
            label=_("How long"),
            choices=[
                (one, _("%(minutes)s minutes") % {"minutes": one}) for one in sorted({*LENGTHS, agreed})
            ],
            coerce=int,
            initial=agreed,
        )
        self.fields["mode"] = _mode_field()


def series_fields() -> tuple[forms.ChoiceField, DateField]:
    """Return how often a time comes again, and until which day."""
    repeats = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (Repeats.ONCE, _("once")),
            (Repeats.WEEKLY, _("every week")),
            (Repeats.FORTNIGHTLY, _("every two weeks")),
            (Repeats.MONTHLY, _("every month")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    repeats.in_a_row = True  # type: ignore[attr-defined]
    return repeats, DateField(label=_("Until"), required=False)


class MoveForm(NightForm, EditForm):
    """Another time for a planned conversation."""

    starts_at = MomentField(label=_("New time"))

    def clean(self) -> dict[str, Any]:
        """Ask about a time at night."""
        data = super().clean() or {}
        self.ask_about_night("starts_at", data.get("starts_at"))
        return data


class DisputeForm(EntryForm):
    """What one tells the other with "it was not so"; it may be left empty."""

    note = forms.CharField(
        label=_("How was it?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=False,
    )


class NoteForm(forms.Form):
    """One's own note; `version` is the one that the page shows."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        strip=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
