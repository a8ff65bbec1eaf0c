"""The two kinds of people as plain frozen records: coded answers only, no names and no free text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_WISHES = 5
MAX_STYLES = 2
MAX_DEMAND = 3
HOURS_OF_WEEK = 168


@dataclass(frozen=True, kw_only=True)
class Mentee:
    """One mentee's answers. An empty or absent answer means "not answered" (see `rounds.pairing`).

    `gaps` domain -> importance 0-3; `interests` priority -> 0-3; `aspires` leadership milestones wanted;
    `hours` hours of the week, 0 = Monday 00:00 to 167 = Sunday 23:00, empty when shifts vary;
    `wishes` mentor ids, the dearest first; `demand` how many mentors (1-3).
    """

    id: str
    demand: int = 1
    tier: str | None = None
    pgy: int | None = None
    aspired_tier: str | None = None
    aspires: frozenset[str] = frozenset()
    gaps: Mapping[str, int] = field(default_factory=dict)
    style: str | None = None
    sites: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    interests: Mapping[str, int] = field(default_factory=dict)
    department: str | None = None
    specialty: str | None = None
    hours: frozenset[int] = frozenset()
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mentor:
    """One mentor's answers. An empty or absent answer means "not answered" (see `rounds.pairing`).

    `capacity` free places, locked pairs of this run included; `load` mentees carried elsewhere already (they
    only move the load cost on); `expertise` domain -> level 0-5; `milestones` leadership milestone -> 1 in
    part, 2 in full (a budget band, for example); `experience` priority -> 0-2; `styles` up to two.
    """

    id: str
    capacity: int = 1
    load: int = 0
    tier: str | None = None
    pgy: int | None = None
    expertise: Mapping[str, int] = field(default_factory=dict)
    milestones: Mapping[str, int] = field(default_factory=dict)
    styles: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    experience: Mapping[str, int] = field(default_factory=dict)
    department: str | None = None
    specialty: str | None = None
    hours: frozenset[int] = frozenset()
    wishes: tuple[str, ...] = ()
