"""The two sides as arrays with named axes: what the engine computes with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.problem.people import HOURS_OF_WEEK, MAX_WISHES, Mentee, Mentor

Ints = NDArray[np.int64]
Small = NDArray[np.int16]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Axes:
    """The names along the arrays' second axes; codes index into them, -1 means "not answered"."""

    domains: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()

    @classmethod
    def found_in(cls, mentees: Sequence[Mentee], mentors: Sequence[Mentor], *, tiers: Sequence[str]) -> Axes:
        everybody: tuple[Mentee | Mentor, ...] = (*mentees, *mentors)

        def names(values: Iterable[Iterable[str | None]]) -> tuple[str, ...]:
            return tuple(sorted({name for group in values for name in group if name is not None}))

        return cls(
            domains=names([*(e.gaps for e in mentees), *(o.expertise for o in mentors)]),
            milestones=names([*(e.aspires for e in mentees), *(o.milestones for o in mentors)]),
            tiers=tuple(tiers),
            styles=names([*([e.style] for e in mentees), *(o.styles for o in mentors)]),
            sites=names(p.sites for p in everybody),
            modalities=names(p.modalities for p in everybody),
            languages=names(p.languages for p in everybody),
            priorities=names([*(e.interests for e in mentees), *(o.experience for o in mentors)]),
            departments=names([p.department] for p in everybody),
            specialties=names([p.specialty] for p in everybody),
        )


@dataclass(frozen=True, kw_only=True)
class Side:
    """What both sides answer; n people along the first axis of every array."""

    ids: tuple[str, ...]
    tier: Small  # (n,) index into axes.tiers or -1
    pgy: Small  # (n,) or -1
    sites: Flags  # (n, sites); an empty row is "not answered"
    modalities: Flags
    languages: Flags
    department: Small  # (n,) or -1
    specialty: Small
    hours: Flags  # (n, 168); an empty row is "not answered" or "my shifts vary"
    wishes: Ints  # (n, 5) index of the person on the other side or -1

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, order: Ints) -> Self:
        """Return the same side in another order (wishes still index the other side as it was)."""
        changed: dict[str, Any] = {"ids": tuple(self.ids[place] for place in order.tolist())}
        for item in fields(self):
            if item.name != "ids":
                changed[item.name] = getattr(self, item.name)[order]
        return replace(self, **changed)


@dataclass(frozen=True, kw_only=True)
class Mentees(Side):
    demand: Ints  # (n,) 1-3
    gaps: Small  # (n, domains) importance 0-3
    aspires: Flags  # (n, milestones)
    aspired_tier: Small  # (n,) or -1
    style: Small  # (n,) or -1
    interests: Small  # (n, priorities) 0-3


@dataclass(frozen=True, kw_only=True)
class Mentors(Side):
    capacity: Ints  # (m,) free places
    load: Ints  # (m,) mentees carried elsewhere
    expertise: Small  # (m, domains) level 0-5
    milestones: Small  # (m, milestones) 0-2
    styles: Flags  # (m, styles)
    experience: Small  # (m, priorities) 0-2


def mentees_to_columns(people: Sequence[Mentee], axes: Axes, mentor_ids: Sequence[str]) -> Mentees:
    return Mentees(
        **_shared(people, axes, mentor_ids),
        demand=np.array([p.demand for p in people], dtype=np.int64),
        gaps=_levels([p.gaps for p in people], axes.domains),
        aspires=_flags([p.aspires for p in people], axes.milestones),
        aspired_tier=_codes([p.aspired_tier for p in people], axes.tiers),
        style=_codes([p.style for p in people], axes.styles),
        interests=_levels([p.interests for p in people], axes.priorities),
    )


def mentors_to_columns(people: Sequence[Mentor], axes: Axes, mentee_ids: Sequence[str]) -> Mentors:
    return Mentors(
        **_shared(people, axes, mentee_ids),
        capacity=np.array([p.capacity for p in people], dtype=np.int64),
        load=np.array([p.load for p in people], dtype=np.int64),
        expertise=_levels([p.expertise for p in people], axes.domains),
        milestones=_levels([p.milestones for p in people], axes.milestones),
        styles=_flags([p.styles for p in people], axes.styles),
        experience=_levels([p.experience for p in people], axes.priorities),
    )


def _shared(people: Sequence[Mentee | Mentor], axes: Axes, others: Sequence[str]) -> dict[str, Any]:
    place = {person: index for index, person in enumerate(others)}
    wishes = np.full((len(people), MAX_WISHES), -1, dtype=np.int64)
    hours = np.zeros((len(people), HOURS_OF_WEEK), dtype=np.bool_)
    for row, person in enumerate(people):
        for rank, wish in enumerate(person.wishes):
            wishes[row, rank] = place.get(
                wish, -1
            )  # a wish for somebody who is not in this run counts for nothing
        hours[row, sorted(person.hours)] = True
    return {
        "ids": tuple(p.id for p in people),
        "tier": _codes([p.tier for p in people], axes.tiers),
        "pgy": np.array([-1 if p.pgy is None else p.pgy for p in people], dtype=np.int16),
        "sites": _flags([p.sites for p in people], axes.sites),
        "modalities": _flags([p.modalities for p in people], axes.modalities),
        "languages": _flags([p.languages for p in people], axes.languages),
        "department": _codes([p.department for p in people], axes.departments),
        "specialty": _codes([p.specialty for p in people], axes.specialties),
        "hours": hours,
        "wishes": wishes,
    }


def _codes(values: Sequence[str | None], names: Sequence[str]) -> Small:
    place = {name: index for index, name in enumerate(names)}
    return np.array([-1 if value is None else place[value] for value in values], dtype=np.int16)


def _levels(values: Sequence[Any], names: Sequence[str]) -> Small:
    place = {name: index for index, name in enumerate(names)}
    table = np.zeros((len(values), len(names)), dtype=np.int16)
    for row, levels in enumerate(values):
        for name, level in levels.items():
            table[row, place[name]] = level
    return table


def _flags(values: Sequence[Iterable[str]], names: Sequence[str]) -> Flags:
    place = {name: index for index, name in enumerate(names)}
    table = np.zeros((len(values), len(names)), dtype=np.bool_)
    for row, chosen in enumerate(values):
        for name in chosen:
            table[row, place[name]] = True
    return table


def shuffled(ids: Sequence[str], seed: int, side: str) -> Ints:
    """Order people by a hash of seed and id: no place in a list is an advantage, and rows may come in any order."""
    keys = [hashlib.blake2b(f"{seed}|{side}|{person}".encode(), digest_size=12).digest() for person in ids]
    return np.array(sorted(range(len(ids)), key=keys.__getitem__), dtype=np.int64)
