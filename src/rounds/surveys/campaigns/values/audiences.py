"""Audiences: who gathers people hands them in, under a key. Surveys know people, and no programs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True)
class Invitee:
    """Somebody of an audience, about whom they are asked if about anybody, and in which category of each cut they are."""

    person_id: UUID
    subject_id: UUID | None = None
    cuts: Mapping[str, str] = field(default_factory=dict)


# source(institution, parameters, day) -> who is in it on that day, in the scope of the institution
Gathered = Callable[[UUID, Mapping[str, Any], date], Iterable[Invitee]]


@dataclass(frozen=True)
class AudienceSource:
    """A kind of audience. `about` says what the ones whom it asks about are to those who answer, empty where about nobody."""

    key: str
    label: str | Promise
    about: str
    gathered: Gathered
    # nobody is written to: whoever is in it meets the questions on a page of theirs
    is_offered: bool = False


_sources: dict[str, AudienceSource] = {}


def add_audience(key: str, source: Gathered, *, label: str | Promise, about: str = "") -> None:
    """Register source(institution, parameters, day) -> invitees; it is asked anew when a wave is sent."""
    _sources[key] = AudienceSource(key, label, about, source)


def add_offer(key: str, *, label: str | Promise) -> None:
    """Register people who are offered questions on a page of theirs: no mail, no reminder, nothing of their year."""
    _sources[key] = AudienceSource(key, label, "", lambda *_: (), is_offered=True)


def audience(key: str) -> AudienceSource:
    """Return a kind of audience; KeyError for one that nobody has registered."""
    return _sources[key]


def list_audiences() -> list[AudienceSource]:
    """Return the kinds of audience that can be asked by hand, in the order of their keys."""
    return [_sources[key] for key in sorted(_sources) if not _sources[key].is_offered]


def offered_keys() -> list[str]:
    """Return the keys of those who are offered questions on a page of theirs."""
    return [key for key in sorted(_sources) if _sources[key].is_offered]
