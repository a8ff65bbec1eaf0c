"""Decisions about cycles, and the closed cycles that wait for one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.insights.models import DecisionRecord, Figure
from rounds.insights.selectors.claims import DECIDES, sealed_for
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle


@dataclass(frozen=True)
class Decided:
    """A decision, and the figures that it rested on as they were then."""

    record: DecisionRecord
    figures: list[Figure]


def cycle_to_decide(viewer: Viewer, cycle_id: UUID) -> Cycle:
    """Return an open or closed cycle of a program that the viewer runs."""
    cycle = (
        Cycle.objects.filter(id=cycle_id).exclude(state=CycleState.PLANNED).select_related("program").first()
    )
    if cycle is None or not may_decide(viewer, cycle):
        raise NotFound
    return cycle


def may_decide(viewer: Viewer, cycle: Cycle) -> bool:
    """Tell whether the viewer runs the program of a cycle."""
    scopes = viewer.scopes(*DECIDES)
    return bool(scopes) and (None in scopes or cycle.program_id in scopes)


def decisions_of(viewer: Viewer, program_id: UUID) -> list[Decided]:
    """Return the decisions of a program, the newest first, with their figures as the viewer may see them."""
    records = list(
        DecisionRecord.objects.filter(cycle__program_id=program_id)
        .select_related("cycle")
        .order_by("-written_at")
    )
    ids = [key for one in records for _measure, key, _digest in one.figures]
    rows = sealed_for(viewer, Figure.objects.select_related("cut").filter(id__in=ids))
    figures = {str(one.id): one for one in rows}
    return [
        Decided(one, [figures[key] for _measure, key, _digest in one.figures if key in figures])
        for one in records
    ]


def closed_without_decision(viewer: Viewer) -> list[Cycle]:
    """Return the closed cycles of the viewer's programs about which nothing is written down yet."""
    scopes = viewer.scopes(*DECIDES)
    if not scopes:
        return []
    written = DecisionRecord.objects.filter(cycle_id=OuterRef("id"))
    cycles = Cycle.objects.filter(~Exists(written), state=CycleState.CLOSED).select_related("program")
    return list(cycles if None in scopes else cycles.filter(program_id__in=scopes))
