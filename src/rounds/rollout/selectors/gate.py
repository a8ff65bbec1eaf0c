"""The plan of a pilot and its gate: what stands, and each criterion read from figures that stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.errors import NotFound
from rounds.insights.models import Cut, Figure
from rounds.insights.selectors.seals import closed_cycles
from rounds.mentorships.enums import EndReason, State
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.figures.values import Share
from rounds.mentorships.models import AgreementVersion, Mentorship
from rounds.mentorships.models.pairs import NEVER_WAS, NOT_ON_PANEL
from rounds.people.models import RoleAssignment
from rounds.programs.models import Cycle, Program, ProgramRole
from rounds.programs.selectors.programs import OFFICE, REPORTED_TO
from rounds.rollout.enums import CriterionKind, Verdict
from rounds.rollout.models import GateDecision, GateReading, Launch, PilotPlan
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.selectors.reported.ledger import harm_of, worked_of
from rounds.rollout.selectors.reported.money import money_of
from rounds.rollout.values.budget import each
from rounds.rollout.values.gate import (
    CRITERIA,
    FLOOR,
    Criterion,
    Read,
    read_cost,
    read_harm,
    read_interval,
    read_share,
    read_worked,
)
from rounds.rollout.values.plan import Plan

# The system itself has a hand in nobody's training.
NOBODY = UUID(int=0)
BY_KEY: dict[str, Criterion] = {one.key: one for one in CRITERIA}


@dataclass(frozen=True)
class Row:
    """One criterion of a reading as a page shows it."""

    criterion: Criterion
    verdict: Verdict
    words: str

    @property
    def hinders(self) -> bool:
        """Tell whether it has to be met and is not, or cannot be told."""
        return self.criterion.kind == CriterionKind.MUST and self.verdict != Verdict.MET


@dataclass(frozen=True)
class Gate:
    """A plan with its reading and its decisions."""

    plan: PilotPlan
    reading: GateReading | None
    rows: tuple[Row, ...]
    decisions: tuple[GateDecision, ...]
    read_from: date

    @property
    def hindered(self) -> list[Row]:
        """Return what has to be met and is not, or cannot be told."""
        return [one for one in self.rows if one.hinders]

    @property
    def waits(self) -> GateDecision | None:
        """Return the decision that waits for a second person."""
        return next((one for one in self.decisions if one.confirmed_at is None), None)


def plan_of(program: Program) -> PilotPlan | None:
    """Return the plan of a program's pilot."""
    found: PilotPlan | None = PilotPlan.objects.filter(program=program).first()
    return found


def end_of(program: Program) -> date | None:
    """Return the day on which a program's pilot ends; None before its roll-out has begun."""
    found: date | None = Launch.objects.filter(program=program).values_list("ends_on", flat=True).first()
    return found


def said_of(plan: PilotPlan) -> Plan:
    """Return what a plan says."""
    return Plan(**{name: getattr(plan, name) for name in Plan.__dataclass_fields__})


def gate_of(program: Program) -> Gate | None:
    """Return the gate of a program's pilot; None before it has a plan."""
    plan = plan_of(program)
    if plan is None:
        return None
    reading: GateReading | None = GateReading.objects.filter(plan=plan).first()
    read_from = max(plan.analysis_on, end_of(program) or plan.analysis_on)
    if reading is None:
        return Gate(plan, None, (), (), read_from)
    rows = tuple(Row(BY_KEY[key], Verdict(verdict), words) for key, verdict, words in reading.rows)
    return Gate(plan, reading, rows, tuple(GateDecision.objects.filter(reading=reading)), read_from)


def decision_for(viewer: Viewer, decision_id: UUID) -> GateDecision:
    """Return a decision at the gate of a program whose office the viewer belongs to; NotFound otherwise."""
    rows = GateDecision.objects.filter(id=decision_id).select_related("reading__plan__program")
    found: GateDecision | None = rows.first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.reading.plan.program_id):
        raise NotFound
    return found


def read_gate(program: Program, *, is_complete: bool, by: Viewer) -> list[Read]:
    """Return each criterion as it stands now, from the same figures as every other page.

    Pairs in whose training anybody has a hand who reads the gate are left out of contact, whoever takes the reading:
    so no reader finds by comparing it with their own page what that page leaves out (decision record 15).
    """
    cycle = cycle_of(program)
    if cycle is None:
        return [read_share(one, None, None) for one in CRITERIA]
    figures = year_figures(by, [cycle], readers=[NOBODY, *readers_of(program)])[cycle.id]
    quarters = [one.talked for one in figures.quarters if one.talked.of]
    worst = min(quarters, key=lambda one: one.counted / one.of, default=None)
    ended, pairs = _ended(cycle)
    hours = figures.hours
    row, mentees = _confidence(cycle), figures.coverage.of
    enough = hours.mentors.counted >= FLOOR
    return [
        read_share(BY_KEY["coverage"], figures.coverage.counted, figures.coverage.of),
        read_share(BY_KEY["agreements"], *_agreed(cycle)),
        _contact(worst, figures.left_out),
        read_harm(BY_KEY["harm"], harm_of(program), is_complete=is_complete),
        read_share(BY_KEY["answered"], row.get("n"), mentees),
        read_share(BY_KEY["hours"], hours.used if enough else None, hours.promised if enough else None),
        read_interval(BY_KEY["confidence"], row["value"], row["low"], row["high"], row["n"])
        if "value" in row
        else read_share(BY_KEY["confidence"], None, None),
        read_share(BY_KEY["ended"], ended, pairs),
        read_worked(BY_KEY["office"], worked_of(program, cycle)),
        _cost(cycle),
    ]


def _cost(cycle: Cycle) -> Read:
    """Return what a pair that has met has cost, against the part of the plan until today."""
    money, today = money_of([cycle])[cycle.id], institution_today()
    planned = money.planned if money.is_checked and money.each is not None else None
    whole = (cycle.ends_on - cycle.starts_on).days
    gone = min(whole, max(0, (today - cycle.starts_on).days))
    until = each(planned * gone / whole, money.counted.met) if planned is not None and whole else None
    return read_cost(BY_KEY["cost"], money.each, until, money.counted.met)


def readers_of(program: Program) -> set[UUID]:
    """Return who reads the gate today: the program's office, and whom it reports to."""
    today = institution_today()
    here = ProgramRole.objects.filter(open_on(today), program=program, role__in=REPORTED_TO)
    house = RoleAssignment.objects.filter(open_on(today), role__in=REPORTED_TO).filter(
        Q(scope_id=None) | Q(scope_id=program.id)
    )
    return {*here.values_list("person_id", flat=True), *house.values_list("person_id", flat=True)}


def _contact(worst: Share | None, left_out: int) -> Read:
    read = read_share(BY_KEY["contact"], worst.counted if worst else None, worst.of if worst else None)
    if not left_out:
        return read
    words = _("%(words)s; without pairs in whose training somebody has a hand who reads this") % {
        "words": read.words
    }
    return replace(read, words=words)


def _agreed(cycle: Cycle) -> tuple[int, int]:
    """Return how many pairs of a cycle have signed, of those that began: on the last day most of them are over."""
    begun = Mentorship.objects.filter(NOT_ON_PANEL, cycle=cycle, opened_on__isnull=False).exclude(NEVER_WAS)
    signed = AgreementVersion.objects.annotate(names=Count("signatures")).filter(names=2)
    return begun.filter(id__in=signed.values("mentorship_id")).count(), begun.count()


def _ended(cycle: Cycle) -> tuple[int, int]:
    """Return how many pairs of a cycle ended early or changed, of those that began."""
    begun = Mentorship.objects.filter(cycle=cycle, opened_on__isnull=False)
    early = begun.filter(state=State.ENDED).exclude(end_reason__in=[EndReason.WITHDRAWN, EndReason.GOALS])
    return early.count(), begun.count()


def _confidence(cycle: Cycle) -> dict[str, Any]:
    """Return the change of confidence of everybody in the newest cut; empty where none is out."""
    if closed_cycles([cycle.id]):
        return {}
    cut = Cut.objects.order_by("-recorded_until").first()
    figure = Figure.objects.filter(cut=cut, measure="confidence", cycle_id=cycle.id).first()
    rows = figure.result.get("rows", []) if figure else []
    found: dict[str, Any] = next((one for one in rows if "n" in one), {})
    return found
