"""What measures are computed from: frozen, without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Stages:
    """How far the mentees of a cycle came."""

    invited: int
    intake: int
    paired: int
    met: int


@dataclass(frozen=True)
class PairFact:
    """What one pair held and agreed until the day of the cut."""

    department: str
    held: int
    agreed: float


@dataclass(frozen=True)
class Change:
    """What came out of the surveys' door about one score: who answered both times, mean change, spread of the later answers."""

    label: str
    people: int
    mean: tuple[float, float] | None
    spread: tuple[float, float] | None


@dataclass(frozen=True)
class Career:
    """One person of the faculty: appointed when, seen when, left or rose when, with a mentor from when."""

    person: str
    appointed_on: date
    sightings: tuple[date, ...]
    left_on: date | None = None
    promoted_on: date | None = None
    joined_on: date | None = None
    place: str = ""
    # seats, projects, grants: what, and on which day
    acts: tuple[tuple[str, date], ...] = ()
    # a first credential or degree
    certified_on: date | None = None


@dataclass(frozen=True)
class Faculty:
    """All careers, and from which day on the personnel history tells who left; None where there is none with leavers."""

    careers: tuple[Career, ...]
    observed_from: date | None


@dataclass(frozen=True)
class Month:
    """One month of a unit: how much happened, of how much where it is a rate."""

    first: date
    count: int
    size: int | None = None
    is_baseline: bool = False
    note: str = ""


@dataclass(frozen=True)
class Series:
    """What one unit counts, month by month."""

    unit: str
    indicator: str
    of: str
    per: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class InTime:
    """How many of so many happened in time, and how many pairs are behind them."""

    some: int = 0
    of: int = 0
    pairs: int = 0


@dataclass(frozen=True)
class Graduate:
    """Whose training here ended when, in which program, and since when they are faculty here."""

    program: str
    ended_on: date
    faculty_on: date | None


@dataclass(frozen=True)
class CycleFacts:
    """What is known of a cycle."""

    stages: Stages
    pairs: tuple[PairFact, ...]
    changes: tuple[Change, ...]
    answered_on: date | None = None
    # the first day, where it is still to come
    begins_on: date | None = None
    agreed: InTime = field(default_factory=InTime)
    asks: InTime = field(default_factory=InTime)


@dataclass(frozen=True)
class House:
    """All that the figures of an institution are computed from."""

    as_of: date
    cycles: Mapping[str, CycleFacts] = field(default_factory=dict)
    faculty: Faculty = field(default_factory=lambda: Faculty((), None))
    units: tuple[Series, ...] = ()
    graduates: tuple[Graduate, ...] = ()
