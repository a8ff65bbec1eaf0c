"""Controls of the intake forms that Django does not have: rows of words, a week by parts of a day."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rounds.programs.values.answers import Hours

Words = Sequence[tuple[str, str | Promise]]

IMPORTANCE: Words = (("0", _("Not now")), ("1", _("A little")), ("2", _("Much")), ("3", _("Most")))
# Four words for six levels: an imported level keeps its number while its word is not changed.
STRENGTH: Words = (("0", _("Not mine")), ("2", _("Some")), ("4", _("Strong")), ("5", _("Teach it")))
STRENGTH_OF_LEVEL: Final = {0: "0", 1: "2", 2: "2", 3: "4", 4: "4", 5: "5"}
EXPERIENCE: Words = (("0", _("None")), ("1", _("Some")), ("2", _("Much")))
ONE_TO_THREE: Words = (("1", "1"), ("2", "2"), ("3", "3"))
NONE_TO_SIX: Words = tuple((str(number), str(number)) for number in range(7))
NONE_TO_TEN: Words = tuple((str(number), str(number)) for number in range(11))
YES_NO: Words = (("yes", _("Yes")), ("no", _("No")))


class FixedWords(BaseChoiceIterator):
    """Choices that are as Django wants them: it would look at each of them again for each form."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __iter__(self) -> Iterator[tuple[str, str | Promise]]:
        return iter(self.words)


class WordsField(forms.ChoiceField):
    """One of a few words in a row, nothing chosen beforehand, no answer allowed unless required."""

    widget = forms.RadioSelect
    in_a_row = True

    def __init__(self, words: Words, *, required: bool = False, **options: Any) -> None:
        super().__init__(choices=FixedWords(words), required=required, **options)


class ScaleField(WordsField):
    """Numbers in one row, and what the first and the last of them mean."""

    def __init__(self, words: Words, *, ends: tuple[str | Promise, str | Promise], **options: Any) -> None:
        super().__init__(words, **options)
        self.ends = ends


class TicksField(forms.MultipleChoiceField):
    """Any of several, as boxes."""

    widget = forms.CheckboxSelectMultiple


class OneOfField(forms.ChoiceField):
    """One of several, as a list of radio buttons."""

    widget = forms.RadioSelect


# a week by parts of a day

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
SHORT_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
# key, words, first hour, hour after the last
PARTS = (
    ("early", _("Early"), _("6–8 AM"), 6, 8),
    ("morning", _("Morning"), _("8–12"), 8, 12),
    ("afternoon", _("Afternoon"), _("12–5 PM"), 12, 17),
    ("evening", _("Evening"), _("5–9 PM"), 17, 21),
)
PART_WORDS = {
    "early": _("early"),
    "morning": _("morning"),
    "afternoon": _("afternoon"),
    "evening": _("evening"),
}
PART_CHOICES: list[tuple[str, Any]] = [
    (f"{day}-{key}", format_lazy("{} {}", DAYS[day], PART_WORDS[key]))
    for day in range(7)
    for key, *_rest in PARTS
]


def hours_of(parts: Iterable[str]) -> tuple[int, ...]:
    """Return the hours of the week in day parts such as "0-morning"."""
    spans = {key: range(first, end) for key, _words, _span, first, end in PARTS}
    hours = set()
    for part in parts:
        day, _dash, key = part.partition("-")
        hours |= {int(day) * 24 + hour for hour in spans[key]}
    return tuple(sorted(hours))


def parts_of(hours: Hours) -> list[str]:
    """Return the day parts that are wholly inside the hours."""
    if isinstance(hours, str):
        return []
    free = set(hours)
    return [part for part, _words in PART_CHOICES if set(hours_of([part])) <= free]


class DayPartsField(TicksField):
    """A week of ticks; drawn as a table by the page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=FixedWords(PART_CHOICES), required=False, **options)
