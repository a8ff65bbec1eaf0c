"""What is typed when one asks, answers, tells openly, or enters a door."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.core.reading import read_id
from rounds.mentorships.enums import Door
from rounds.mentorships.growth.selectors.goals import ReadGoal
from rounds.mentorships.growth.services.asks import LONGEST
from rounds.mentorships.growth.services.feedback import OpenedDoor
from rounds.mentorships.growth.values.acts import ACTS, LONGEST_LINE, OFTEN, FeedbackText


def _short(label: Any, *, required: bool = True, rows: int = 2) -> forms.CharField:
    return TextField(
        label=label,
        max_length=LONGEST,
        required=required,
        help_text=_("At most %(most)s characters.") % {"most": LONGEST},
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Write a line.")},
    )


class AskForm(EntryForm):
    """A short question."""

    def __init__(self, *args: Any, other: str, goals: Iterable[ReadGoal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"] = _short(_("Your question to %(name)s") % {"name": other})
        choices = [(str(goal.id), goal.text.text) for goal in goals if goal.is_open]
        if choices:
            self.fields["goal"] = forms.ChoiceField(
                label=_("About a goal"), required=False, choices=[("", _("None in particular")), *choices]
            )

    def goal_id(self) -> UUID | None:
        """Return the goal that the question is about."""
        return read_id(self.cleaned_data.get("goal", ""))


class AnswerForm(forms.Form):
    """A short answer."""

    answer = _short(_("Your answer"))


class FeedbackForm(EntryForm):
    """Two lines; the eight acts, for who wants to say more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helps"] = _line(_("What helps me"))
        self.fields["more"] = _line(_("What would help more"))
        for key, words in ACTS.items():
            self.fields[key] = forms.ChoiceField(
                label=_("My mentor %(does)s") % {"does": words},
                choices=[("", "—"), *((value or "ns", label) for value, label in OFTEN.items())],
                required=False,
            )

    @property
    def acts(self) -> list[forms.BoundField]:
        """Return the fields of the eight acts."""
        return [self[key] for key in ACTS]

    def text(self) -> FeedbackText:
        """Return what a valid form tells."""
        data = self.cleaned_data
        acts = {key: "" if data[key] == "ns" else data[key] for key in ACTS if data[key]}
        return FeedbackText(helps=data["helps"], more=data["more"], acts=acts)


def _line(label: Any) -> forms.CharField:
    return TextField(label=label, required=False, max_length=LONGEST_LINE)


class DoorForm(EntryForm):
    """Which door was opened."""

    door = forms.ChoiceField(
        label=_("Which door"),
        choices=Door.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which door it was.")},
    )
    on = DateField(label=_("When"), initial=institution_today)
    what = TextField(
        label=_("What it was, in a line"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Write in a line what it was.")},
    )
    came = TextField(label=_("What came of it"), required=False, max_length=LONGEST_LINE)

    def opened(self) -> OpenedDoor:
        """Return the door of a valid form."""
        data = self.cleaned_data
        return OpenedDoor(
            door=data["door"], on=data["on"], what=data["what"], came=data["came"], entry_id=self.entry_id()
        )


class CameForm(EditForm, forms.Form):
    """What came of a door."""

    came = TextField(label=_("What came of it"), required=False, max_length=LONGEST_LINE)
