"""Answers that were given before the first survey, such as at intake: who keeps them hands them in, under an instrument's key."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

# source(scope, day) -> what each person had answered by then: {person: {item key: code}}
Said = Mapping[UUID, Mapping[str, int]]
Source = Callable[[UUID, date], Said]

_sources: dict[str, tuple[Source, str | Promise]] = {}


def add_earlier_answers(instrument_key: str, source: Source, *, label: str | Promise) -> None:
    """Register what counts as an instrument's first answers in a scope; `label` says when that was."""
    _sources[instrument_key] = (source, label)


def earlier_answers(instrument_key: str, scope_id: UUID, day: date) -> Said:
    """Return the first answers to an instrument in a scope, empty where nobody hands any in."""
    found = _sources.get(instrument_key)
    return found[0](scope_id, day) if found else {}


# what is asked at the end -> what the same people were asked at the beginning, in the same words
BEFORE = {"rotation_after": "rotation"}


def family_of(instrument_key: str) -> set[str]:
    """Return the instruments whose answers are told as a change of each other, this one among them."""
    both = next((pair for pair in BEFORE.items() if instrument_key in pair), (instrument_key,))
    return set(both)


def label_of_earlier(instrument_key: str) -> str:
    """Return when the first answers to an instrument were given."""
    return str(_sources[instrument_key][1])
