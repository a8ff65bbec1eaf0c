"""What the parts of a program are: how long, from where their pairs come, what is asked in them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise

from rounds.programs.enums import PhaseMatch


@dataclass(frozen=True)
class PhaseSpec:
    """One part of a program. `days`: each pair has so many of its own, counted from its first day."""

    name: str | Promise
    months: int
    match: str = PhaseMatch.OWN
    days: int | None = None
    checkins_per_year: int | None = None
    # Who may mentor in it; empty: as the program says.
    mentor_tiers: tuple[str, ...] = ()
    # What each mentee takes up as a goal.
    tasks: tuple[str | Promise, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as a program keeps it, in the language of who makes the program."""
        return asdict(self) | {
            "name": str(self.name),
            "match": str(self.match),
            "mentor_tiers": [str(one) for one in self.mentor_tiers],
            "tasks": [str(one) for one in self.tasks],
        }


@dataclass(frozen=True)
class PlannedRule:
    """A rule of a template's plan where it differs from the standard; `phase` 0: in all of the program."""

    rule: str
    due: int = 0
    reminders: tuple[int, ...] = ()
    office_from: int | None = None
    is_on: bool = True
    phase: int = 0


def phases_from(kept: Iterable[Mapping[str, Any]]) -> tuple[PhaseSpec, ...]:
    """Return the parts of a program as it keeps them."""
    return tuple(
        PhaseSpec(
            name=one["name"],
            months=one["months"],
            match=one["match"],
            days=one.get("days"),
            checkins_per_year=one.get("checkins_per_year"),
            mentor_tiers=tuple(one.get("mentor_tiers", ())),
            tasks=tuple(one.get("tasks", ())),
        )
        for one in kept
    )
