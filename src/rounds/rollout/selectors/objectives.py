"""Objectives of a program: those of its cycle, what they can show, and the amendments since."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.insights.models import OutcomeSeal
from rounds.insights.selectors.seals import seal_of
from rounds.people.enums import Tier
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cycle, Enrollment, Program
from rounds.programs.selectors.programs import OFFICE, open_cycle_of
from rounds.rollout.enums import Kind
from rounds.rollout.models import DocumentVersion, Objective, ObjectiveChange, ObjectiveSet
from rounds.rollout.values.objectives import facts_of_objectives, refusals, sentence
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.power import Power, power_of


@dataclass(frozen=True)
class Line:
    """One objective with its sentence."""

    objective: Objective
    words: str


@dataclass(frozen=True)
class Objectives:
    """The objectives of a cycle as a page shows them."""

    cycle: Cycle
    set: ObjectiveSet | None
    tiers: tuple[tuple[Tier, tuple[Line, ...]], ...]
    changes: tuple[ObjectiveChange, ...]
    refusals: list[str]
    digest: str
    power: Power | None
    seal: OutcomeSeal | None

    @property
    def is_locked(self) -> bool:
        """Tell whether two people have locked them."""
        return self.set is not None and self.set.locked_at is not None

    @property
    def is_asked(self) -> bool:
        """Tell whether one person has asked to lock them as they are now."""
        return self.set is not None and not self.is_locked and self.set.asked_digest == self.digest


def cycle_of(program: Program) -> Cycle | None:
    """Return the cycle that objectives are about: the open one, else the newest."""
    found: Cycle | None = open_cycle_of(program) or program.cycles.order_by("-starts_on").first()
    return found


def objectives_of(program: Program) -> Objectives | None:
    """Return the objectives of a program's cycle; None while it has none to be about."""
    cycle = cycle_of(program)
    if cycle is None:
        return None
    cycle.program = program
    found: ObjectiveSet | None = ObjectiveSet.objects.filter(cycle=cycle).first()
    goals = list(Objective.objects.filter(of=found)) if found else []
    tiers = tuple(
        (tier, tuple(Line(one, sentence(one)) for one in goals if one.tier == tier))
        for tier in Tier
        if any(one.tier == tier for one in goals)
    )
    return Objectives(
        cycle,
        found,
        tiers,
        tuple(ObjectiveChange.objects.filter(of=found)) if found else (),
        refusals(goals, institution_today()),
        digest_of_set(found, goals) if found else "",
        _power(cycle),
        seal_of(cycle.id),
    )


def digest_of_set(of: ObjectiveSet, goals: list[Objective]) -> str:
    """Return the digest of a set as it is now."""
    cycle = of.cycle
    return digest_of(facts_of_objectives(cycle.program.name, cycle.name, goals, was_out=of.was_out))


def _power(cycle: Cycle) -> Power | None:
    mentees, mentors = _counted(cycle)
    return power_of(mentees, mentors=mentors)


def taking_part(program: Program) -> dict[str, int]:
    """Return how many mentees and mentors a program's cycle has, where it has both: a new plan begins with them."""
    cycle = cycle_of(program)
    mentees, mentors = _counted(cycle) if cycle else (0, 0)
    return {"mentees": mentees, "mentors": mentors} if mentees and mentors else {}


def _counted(cycle: Cycle) -> tuple[int, int]:
    rows = Enrollment.objects.filter(cohort__cycle=cycle).exclude(state=EnrollmentState.WITHDRAWN)
    sides = list(rows.order_by().values_list("side", flat=True))
    return sides.count(Side.MENTEE), sides.count(Side.MENTOR)


def objective_for(viewer: Viewer, objective_id: UUID) -> Objective:
    """Return an objective of a program whose office the viewer belongs to; NotFound otherwise."""
    rows = Objective.objects.filter(id=objective_id).select_related("of__cycle__program")
    found: Objective | None = rows.first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.of.cycle.program_id):
        raise NotFound
    return found


def changes_of(document: DocumentVersion) -> list[ObjectiveChange]:
    """Return the amendments of the objectives that a document froze, the oldest first."""
    if document.kind != Kind.OBJECTIVES:
        return []
    return list(ObjectiveChange.objects.filter(of__digest=document.digest))
