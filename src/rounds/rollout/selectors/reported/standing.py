"""Where programs stand beside each other: gate, objectives, decisions, what is asked; a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.insights.models import DecisionRecord
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Verdict
from rounds.rollout.models import (
    CommitteeDecision,
    DeanAsk,
    GateDecision,
    GateReading,
    Objective,
    ObjectiveChange,
    PilotPlan,
)
from rounds.rollout.selectors.gate import BY_KEY, Row

LATEST = 3


@dataclass(frozen=True)
class GateStands:
    """The gate of a program as its readers may know it: read and issued, read, or still to be read."""

    plan: PilotPlan
    reading: GateReading | None
    decision: GateDecision | None

    @property
    def is_issued(self) -> bool:
        """Tell whether a second person has confirmed the decision: before, only the office reads it."""
        return self.decision is not None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the criteria as they were read."""
        rows = self.reading.rows if self.reading else ()
        return tuple(Row(BY_KEY[key], Verdict(verdict), words) for key, verdict, words in rows)


@dataclass(frozen=True)
class ObjectivesStand:
    """Locked objectives of a program: how many, how many only describe, how many are due."""

    count: int
    described: int
    due: int
    amended: int


def gates_of(programs: Iterable[Program]) -> dict[UUID, GateStands]:
    """Return the gates of programs whose plan is locked; three queries."""
    plans = list(PilotPlan.objects.filter(program__in=list(programs), locked_at__isnull=False))
    readings = {one.plan_id: one for one in GateReading.objects.filter(plan__in=plans)}
    decided = GateDecision.objects.filter(reading__in=list(readings.values()), confirmed_at__isnull=False)
    newest = {one.reading_id: one for one in decided.order_by("decided_at")}
    found = {}
    for plan in plans:
        reading = readings.get(plan.id)
        found[plan.program_id] = GateStands(plan, reading, newest.get(reading.id) if reading else None)
    return found


def objectives_beside(cycles: Sequence[Cycle]) -> dict[UUID, ObjectivesStand]:
    """Return the locked objectives of cycles, by program; two queries."""
    today = institution_today()
    rows = Objective.objects.filter(of__cycle__in=list(cycles), of__locked_at__isnull=False)
    goals = list(rows.order_by().values_list("of__cycle__program_id", "describes_only", "due_on"))
    changes = Counter(
        ObjectiveChange.objects.filter(of__cycle__in=list(cycles))
        .order_by()
        .values_list("of__cycle__program_id", flat=True)
    )
    found = {}
    for program_id in {one for one, _described, _due in goals}:
        of_it = [(described, due) for one, described, due in goals if one == program_id]
        found[program_id] = ObjectivesStand(
            len(of_it),
            sum(described for described, _due in of_it),
            sum(not described and due <= today for described, due in of_it),
            changes[program_id],
        )
    return found


def records_of(programs: Iterable[Program]) -> list[DecisionRecord]:
    """Return the newest decision records of programs."""
    rows = DecisionRecord.objects.filter(cycle__program__in=list(programs)).select_related("cycle__program")
    return list(rows.order_by("-written_at")[:LATEST])


def resolved_of(programs: Iterable[Program]) -> list[CommitteeDecision]:
    """Return the newest decisions of committees that no later one supersedes."""
    rows = CommitteeDecision.objects.filter(program__in=list(programs)).select_related("program")
    over = CommitteeDecision.objects.filter(supersedes__isnull=False).values("supersedes_id")
    return list(rows.exclude(id__in=over)[:LATEST])


def open_asks(programs: Iterable[Program]) -> list[DeanAsk]:
    """Return what is asked for programs and has no answer yet, the soonest first."""
    return list(DeanAsk.objects.filter(program__in=list(programs), answer="").select_related("program"))
