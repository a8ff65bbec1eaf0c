"""A committee is seated, called together, minuted; its decisions are written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.models import CommitteeDecision, CommitteeMeeting, Seat


@dataclass(frozen=True)
class Resolution:
    """What a committee decided: the question, what could have been decided, the decision, why."""

    decided_on: date
    question: str
    options: str
    decision: str
    why: str
    meeting_id: UUID | None = None
    supersedes_id: UUID | None = None


@transaction.atomic
def take_seat(
    *, program: Program, sits_for: str, name: str, since_on: date, entry_id: UUID, by: Viewer
) -> Seat:
    """Enter who sits for whom; a form sent twice is one seat."""
    row: Seat
    row, is_new = Seat.objects.get_or_create(
        program=program,
        entry_id=entry_id,
        defaults={
            "sits_for": sits_for,
            "name": name.strip(),
            "since_on": since_on,
            "entered_by": by.name[:200],
        },
    )
    if is_new:
        _told("committee.seated", program.id, by)
    return row


@transaction.atomic
def end_seat(*, seat_id: UUID, until_on: date, by: Viewer) -> Seat:
    """End a seat on a day, that day included."""
    row: Seat | None = Seat.objects.select_for_update().filter(id=seat_id).first()
    if row is None:
        raise NotFound
    if until_on < row.since_on:
        raise DomainError(_("It ends before it began. Choose a later day."), field="until_on")
    if row.until_on != until_on:
        row.until_on = until_on
        row.save(update_fields=["until_on"])
        _told("committee.seat_ended", row.program_id, by)
    return row


@transaction.atomic
def call_meeting(
    *, program: Program, held_on: date, agenda: str, entry_id: UUID, by: Viewer
) -> CommitteeMeeting:
    """Call a meeting with its agenda; a form sent twice is one meeting."""
    row: CommitteeMeeting
    row, is_new = CommitteeMeeting.objects.get_or_create(
        program=program,
        entry_id=entry_id,
        defaults={"held_on": held_on, "agenda": agenda.strip(), "called_by": by.name[:200]},
    )
    if is_new:
        _told("committee.called", program.id, by)
    return row


@transaction.atomic
def write_minutes(*, meeting_id: UUID, present: str, minutes: str, by: Viewer) -> CommitteeMeeting:
    """Write the minutes of a meeting that was held: once, and the same words twice are once."""
    row: CommitteeMeeting | None = CommitteeMeeting.objects.select_for_update().filter(id=meeting_id).first()
    if row is None:
        raise NotFound
    present, minutes = present.strip(), minutes.strip()
    if row.minuted_at is not None:
        if (row.present, row.minutes) == (present, minutes):
            return row
        raise OutOfOrder(
            _("These minutes are written already. What is to be corrected stands in the next ones.")
        )
    if row.held_on > institution_today():
        raise DomainError(_("This meeting is still to come. Minutes are written after it."), field="minutes")
    row.present, row.minutes, row.minuted_by, row.minuted_at = present, minutes, by.name[:200], now()
    row.save(update_fields=["present", "minutes", "minuted_by", "minuted_at"])
    _told("committee.minuted", row.program_id, by)
    return row


@transaction.atomic
def write_resolution(
    *, program: Program, resolution: Resolution, entry_id: UUID, by: Viewer
) -> CommitteeDecision:
    """Write down what was decided; a form sent twice is one decision, and each is superseded by one at most."""
    Program.objects.select_for_update().get(id=program.id)
    rows = CommitteeDecision.objects.filter(program=program)
    found: CommitteeDecision | None = rows.filter(entry_id=entry_id).first()
    if found is not None:
        return found
    if resolution.decided_on > institution_today():
        raise DomainError(_("This day is still to come. Write down what was decided."), field="decided_on")
    if resolution.supersedes_id and rows.filter(supersedes_id=resolution.supersedes_id).exists():
        raise DomainError(
            _("A later decision supersedes that one already. Choose the one that stands."), field="supersedes"
        )
    row: CommitteeDecision = CommitteeDecision.objects.create(
        program=program, entry_id=entry_id, written_by=by.name[:200], **vars(resolution)
    )
    _told("committee.decided", program.id, by)
    return row


def _told(action: str, program_id: UUID, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="rollout", object_id=program_id, program_id=program_id, **facts)
