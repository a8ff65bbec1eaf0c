"""The steering committee of a program: its seats, its meetings, what it decided and what still stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.programs.models import Program
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.models import CommitteeDecision, CommitteeMeeting, GateDecision, Seat


@dataclass(frozen=True)
class Resolved:
    """A decision, and by which later one it no longer stands."""

    row: CommitteeDecision
    superseded_by: CommitteeDecision | None


@dataclass(frozen=True)
class Committee:
    """The committee as a page shows it."""

    seats: tuple[Seat, ...]
    former: tuple[Seat, ...]
    meetings: tuple[CommitteeMeeting, ...]
    decisions: tuple[Resolved, ...]
    at_gate: tuple[GateDecision, ...]


def seated_on(program_ids: Iterable[UUID]) -> list[Seat]:
    """Return the seats that are held today."""
    today = institution_today()
    rows = Seat.objects.filter(program_id__in=list(program_ids), since_on__lte=today)
    return [one for one in rows if one.until_on is None or one.until_on >= today]


def committee_of(program: Program) -> Committee:
    """Return the committee of a program."""
    today = institution_today()
    seats = list(Seat.objects.filter(program=program))
    rows = list(CommitteeDecision.objects.filter(program=program))
    later = {one.supersedes_id: one for one in rows if one.supersedes_id}
    gate = GateDecision.objects.filter(reading__plan__program=program, confirmed_at__isnull=False)
    return Committee(
        tuple(one for one in seats if one.until_on is None or one.until_on >= today),
        tuple(one for one in seats if one.until_on is not None and one.until_on < today),
        tuple(CommitteeMeeting.objects.filter(program=program)),
        tuple(Resolved(one, later.get(one.id)) for one in rows),
        tuple(gate),
    )


def standing_of(program: Program) -> list[CommitteeDecision]:
    """Return the decisions that no later one supersedes."""
    return [one.row for one in committee_of(program).decisions if one.superseded_by is None]


def seat_for(viewer: Viewer, seat_id: UUID) -> Seat:
    """Return a seat of a program whose office the viewer belongs to; NotFound otherwise."""
    found: Seat | None = Seat.objects.filter(id=seat_id).select_related("program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.program_id):
        raise NotFound
    return found


def meeting_for(viewer: Viewer, committee_meeting_id: UUID) -> CommitteeMeeting:
    """Return a meeting of a program whose office the viewer belongs to; NotFound otherwise."""
    rows = CommitteeMeeting.objects.filter(id=committee_meeting_id).select_related("program")
    found: CommitteeMeeting | None = rows.first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.program_id):
        raise NotFound
    return found
