"""What is typed about a goal."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.core.reading import read_id
from rounds.framework.models import Indicator
from rounds.mentorships.enums import GoalState
from rounds.mentorships.growth.values.goals import (
    LONGEST_EVIDENCE,
    LONGEST_GOAL,
    LONGEST_LINK,
    LONGEST_MEASURE,
    LONGEST_REASON,
    LONGEST_STEP,
    MOST_STEPS,
    GoalText,
    StepWords,
)
from rounds.mentorships.models import Mentorship

STEPS = tuple(f"step_{number}" for number in range(1, MOST_STEPS + 1))


class GoalForm(EntryForm):
    """The words of a goal; who reads it, while it is new."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = TextField(
        label=_("Your goal"),
        max_length=LONGEST_GOAL,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you want to be able to do.")},
    )
    measure = TextField(
        label=_("How will you two notice?"),
        required=False,
        max_length=LONGEST_MEASURE,
    )
    until = DateField(label=_("Until"), required=False)

    def __init__(
        self,
        *args: Any,
        indicators: Iterable[Indicator] = (),
        pairs: Iterable[Mentorship] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(STEPS, 1):
            self.fields[name] = TextField(
                label=_("First step") if number == 1 else _("Step %(number)s") % {"number": number},
                max_length=LONGEST_STEP,
                required=number == 1,
                error_messages={"required": _("Write at least one step: the first thing that you do.")},
            )
        self.fields["indicators"] = _ticks(_("What it is about"), [(one.key, one.text) for one in indicators])
        self.fields["readers"] = _ticks(
            _("Who reads it besides you"), [(str(pair.id), pair.mentor.display_name) for pair in pairs]
        )
        self.fields["readers"].help_text = _(
            "Who is ticked reads it from now on. Take the tick away to keep it."
        )
        if not self.fields["readers"].choices:  # type: ignore[attr-defined]
            del self.fields["readers"]

    def clean_until(self) -> date | None:
        """Refuse a day that has passed, but for one that stood there already."""
        day: date | None = self.cleaned_data["until"]
        today = institution_today()
        if day and day < today and day != self.initial.get("until"):
            raise forms.ValidationError(
                _("%(day)s has passed. Choose a day from %(today)s on, or leave it empty."),
                params={"day": date_format(day, "j M Y"), "today": date_format(today, "j M Y")},
            )
        return day

    @staticmethod
    def first(text: GoalText) -> dict[str, Any]:
        """Return what the fields hold for a goal's words."""
        steps = {name: step.text for name, step in zip(STEPS, text.steps, strict=False)}
        return {
            "text": text.text,
            "measure": text.measure,
            "until": text.until,
            "indicators": list(text.indicators),
            **steps,
        }

    def goal_text(self) -> GoalText:
        """Return the words of a valid form; keys of steps are given when they are kept."""
        data = self.cleaned_data
        written = [data[name].strip() for name in STEPS if data.get(name, "").strip()]
        return GoalText(
            text=data["text"].strip(),
            measure=data["measure"].strip(),
            until=data["until"],
            steps=tuple(StepWords(uuid4(), step) for step in written),
            indicators=tuple(data["indicators"]),
        )

    def pair_ids(self) -> frozenset[UUID]:
        """Return the pairs whose mentors read it."""
        found = (read_id(one) for one in self.cleaned_data.get("readers", ()))
        return frozenset(one for one in found if one is not None)


class EvidenceForm(EntryForm):
    """One line that speaks for a goal."""

    what = TextField(
        label=_("What happened"),
        max_length=LONGEST_EVIDENCE,
        error_messages={"required": _("Write in a line what happened.")},
    )
    on = DateField(label=_("When"), initial=institution_today)
    link = TextField(
        label=_("Link, or the name of a file"),
        required=False,
        max_length=LONGEST_LINK,
        help_text=_("Files stay where they are: only the name is kept here."),
    )


class CloseForm(forms.Form):
    """How a goal ends."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(GoalState.DONE, _("Done")), (GoalState.LET_GO, _("Let go"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is done or let go.")},
    )
    reason = TextField(
        label=_("Why, in a few words, if you let it go"), required=False, max_length=LONGEST_REASON
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].in_a_row = True  # type: ignore[attr-defined]


def _ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )
