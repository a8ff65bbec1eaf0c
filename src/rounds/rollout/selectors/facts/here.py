"""The roll-outs asked about, who takes part in each, and what a fact is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.programs.enums import CycleState, EnrollmentState, Side
from rounds.programs.models import Cycle, Enrollment
from rounds.rollout.models import Launch


@dataclass(frozen=True)
class Fact:
    """What is known of a step: whether it is done, and in words how far."""

    is_done: bool
    words: str


Facts = dict[str, Fact]
Ids = set[UUID]


@dataclass(frozen=True)
class Here:
    """The roll-outs asked about, and who takes part in each program now."""

    launches: dict[UUID, Launch]
    mentors: dict[UUID, dict[UUID, UUID]]
    mentees: dict[UUID, dict[UUID, UUID]]

    def places(self, side: Side) -> Ids:
        """Return the enrollments of one side, of all programs."""
        sides = self.mentors if side == Side.MENTOR else self.mentees
        return {place for of_one in sides.values() for place in of_one}

    def people(self, side: Side) -> Ids:
        """Return the people of one side, of all programs."""
        sides = self.mentors if side == Side.MENTOR else self.mentees
        return {person for of_one in sides.values() for person in of_one.values()}


def here_of(launches: Collection[Launch]) -> Here:
    """Return the roll-outs with who takes part in each."""
    by_program = {one.program_id: one for one in launches}
    sides: dict[str, dict[UUID, dict[UUID, UUID]]] = {
        side: {program_id: {} for program_id in by_program} for side in Side.values
    }
    rows = (
        Enrollment.objects.filter(cohort__cycle__in=_newest_cycles(by_program))
        .exclude(state=EnrollmentState.WITHDRAWN)
        .order_by()
        .values_list("id", "person_id", "side", "cohort__cycle__program_id")
    )
    for place, person, side, program_id in rows:
        sides[side][program_id][place] = person
    return Here(by_program, sides[Side.MENTOR], sides[Side.MENTEE])


def _newest_cycles(programs: Iterable[UUID]) -> list[UUID]:
    """Return of each program the open cycle, else the newest."""
    found: dict[UUID, UUID] = {}
    rows = Cycle.objects.filter(program_id__in=list(programs)).order_by("-starts_on")
    for cycle_id, program_id, state in rows.values_list("id", "program_id", "state"):
        if state == CycleState.OPEN or program_id not in found:
            found[program_id] = cycle_id
    return list(found.values())


def share(count: int, of: int, least: float, words: str) -> Fact:
    """Return the fact that so many of so many are there; done from a least share on."""
    return Fact(of > 0 and count >= least * of, words % {"count": count, "of": of})
