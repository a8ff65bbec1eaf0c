"""The office's ledger of a program: its hours beside pairs and months, and reports of harm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.mentorships.models import Mentorship
from rounds.mentorships.models.pairs import NEVER_WAS, NOT_ON_PANEL
from rounds.programs.models import Cycle, Program
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import HarmState
from rounds.rollout.models import DeanAsk, HarmReport, OfficeHours
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.values.gate import Worked

DAYS_A_MONTH = 30.44
# A report that nobody answers for so many days is a reason to stop a pilot.
DAYS_TO_ANSWER = 2


@dataclass(frozen=True)
class Ledger:
    """What the office keeps of a program."""

    cycle: Cycle | None
    hours: tuple[OfficeHours, ...]
    worked: Worked
    reports: tuple[HarmReport, ...]

    @property
    def unanswered(self) -> int:
        """Return how many reports of harm nobody has answered."""
        return sum(one.state == HarmState.OPEN for one in self.reports)

    @property
    def overdue(self) -> int:
        """Return how many of them have waited longer than a pilot's stop rule allows."""
        today = institution_today()
        return sum(
            one.state == HarmState.OPEN and (today - one.heard_on).days >= DAYS_TO_ANSWER
            for one in self.reports
        )

    @property
    def answered_late(self) -> int:
        """Return how many were answered, but later than that."""
        return sum(map(_is_late, self.reports))


def _is_late(one: HarmReport) -> bool:
    """Tell whether a report was answered later than a pilot's stop rule allows."""
    answered = one.state_on if one.state == HarmState.ANSWERED else None
    return answered is not None and (answered - one.heard_on).days >= DAYS_TO_ANSWER


def ledger_of(program: Program) -> Ledger:
    """Return the ledger of a program; hours are those of its cycle."""
    cycle = cycle_of(program)
    rows = OfficeHours.objects.filter(program=program)
    if cycle is not None:
        rows = rows.filter(worked_on__gte=cycle.starts_on)
    worked = worked_of(program, cycle)
    return Ledger(cycle, tuple(rows), worked, tuple(HarmReport.objects.filter(program=program)))


def worked_of(program: Program, cycle: Cycle | None) -> Worked:
    """Return the hours of the office in a cycle, with the pairs that began, but for a panel's others, and their months."""
    if cycle is None:
        return Worked(None, 0, 0)
    until = min(institution_today(), cycle.ends_on)
    pairs = (
        Mentorship.objects.filter(NOT_ON_PANEL, cycle=cycle, opened_on__isnull=False)
        .exclude(NEVER_WAS)
        .order_by()
        .values_list("opened_on", "ended_on")
    )
    days = [
        max(0, (min(ended or until, until) - max(opened, cycle.starts_on)).days) for opened, ended in pairs
    ]
    found: Decimal | None = OfficeHours.objects.filter(
        program=program, worked_on__gte=cycle.starts_on
    ).aggregate(total=Sum("hours"))["total"]
    return Worked(None if found is None else float(found), len(days), sum(days) / DAYS_A_MONTH)


def harm_of(program: Program) -> int:
    """Return how many reports of harm nobody has answered."""
    return HarmReport.objects.filter(program=program, state=HarmState.OPEN).count()


def report_for(viewer: Viewer, harm_report_id: UUID) -> HarmReport:
    """Return a report of harm of a program whose office the viewer belongs to; NotFound otherwise."""
    rows = HarmReport.objects.filter(id=harm_report_id).select_related("program")
    found: HarmReport | None = rows.first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.program_id):
        raise NotFound
    return found


def asks_of(program: Program) -> list[DeanAsk]:
    """Return everything that was asked of the dean for a program, the open first."""
    return sorted(DeanAsk.objects.filter(program=program), key=lambda one: bool(one.answer))


def ask_for(viewer: Viewer, dean_ask_id: UUID) -> DeanAsk:
    """Return something asked for a program whose office the viewer belongs to; NotFound otherwise."""
    found: DeanAsk | None = DeanAsk.objects.filter(id=dean_ask_id).select_related("program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.program_id):
        raise NotFound
    return found
