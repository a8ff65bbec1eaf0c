"""What is typed of a talk: its group, its notes, a theme."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, TextField
from rounds.surveys.enums import Stance
from rounds.surveys.models import VoiceSession
from rounds.surveys.voices.selectors import Question
from rounds.surveys.voices.services import Talk, Words

MOST_NOTED, LONGEST_THEME = 4000, 200


def speakers_field() -> forms.IntegerField:
    """Return the field for how many people spoke in a talk."""
    return forms.IntegerField(
        label=_("How many people spoke"),
        min_value=2,
        max_value=20,
        help_text=_("5 to 8 are best. Who they were is written nowhere."),
        error_messages={"required": _("Enter how many people spoke.")},
    )


class TalkForm(forms.Form):
    """Which group spoke, when, how many; that the words of consent were read."""

    program = forms.ChoiceField(label=_("Program"), error_messages={"required": _("Choose the program.")})
    group = TextField(
        label=_("Which group"),
        max_length=80,
        help_text=_("Such as “mentees, first year”. The office reads it beside a theme: never a name."),
        error_messages={"required": _("Say which group it was.")},
    )
    held_on = DateField(label=_("Held on"), error_messages={"required": _("Enter the day of the talk.")})
    speakers = speakers_field()
    consent = forms.BooleanField(
        label=_("The words of consent were read aloud, and everybody stayed of their own accord"),
        error_messages={"required": _("Without consent nothing of a talk is entered.")},
    )

    def __init__(self, *args: Any, programs: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["program"]
        field.choices = [(str(key), name) for key, name in programs]

    def talk(self) -> Talk:
        """Return what was entered."""
        data = self.cleaned_data
        return Talk(UUID(data["program"]), data["group"].strip(), data["held_on"], data["speakers"])


class NotesForm(EditForm, forms.Form):
    """What was said to each question of the guide, without names, and how many spoke where it was entered wrong."""

    def __init__(self, data: Any = None, *, questions: Sequence[Question], speakers: int) -> None:
        noted = {f"q-{one.key}": one.noted for one in questions}
        super().__init__(data, initial={**noted, "speakers": speakers})
        for one in questions:
            self.fields[f"q-{one.key}"] = TextField(
                label=one.text,
                max_length=MOST_NOTED,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["speakers"] = speakers_field()

    def notes(self) -> dict[str, str]:
        """Return what was noted, by question."""
        return {
            key.removeprefix("q-"): words for key, words in self.cleaned_data.items() if key.startswith("q-")
        }

    def speakers(self) -> int:
        """Return how many people spoke."""
        found: int = self.cleaned_data["speakers"]
        return found


class ThemeForm(EditForm, forms.Form):
    """What groups said, in other words, whether to keep, change or stop it, and which talks raised it."""

    text = TextField(
        label=_("In your own words"),
        max_length=LONGEST_THEME,
        help_text=_("A sentence that any of them could have said. No quotation, no name, no place."),
        error_messages={"required": _("Write what was raised, in a sentence.")},
    )
    stance = forms.ChoiceField(
        label=_("What it asks for"),
        choices=[(one.value, one.label) for one in Stance],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose keep, change or stop.")},
    )
    talks = forms.MultipleChoiceField(
        label=_("Raised in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one talk in which this was raised.")},
    )

    def __init__(self, *args: Any, talks: Sequence[VoiceSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["talks"]
        field.choices = [(str(one.id), f"{one.group}, {date_format(one.held_on, 'j M Y')}") for one in talks]

    def words(self) -> Words:
        """Return what was written."""
        data = self.cleaned_data
        return Words(data["text"].strip(), data["stance"], tuple(UUID(one) for one in data["talks"]))
