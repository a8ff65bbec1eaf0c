"""Every change of a mentorship's state after it was opened.

Rows are locked with `no_key`: PostgreSQL checks foreign keys at the end of a transaction, when the audit chain is
held already, and a full lock on a row that others point to would then deadlock with them.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import OPEN, RUNNING, TRANSITIONS, EndReason, State
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services import limits


@transaction.atomic
def move_mentorship(*, mentorship_id: UUID, to: str, by: Viewer, **facts: Any) -> Mentorship:
    """Move a mentorship along the transition table; raises OutOfOrder when somebody was first."""
    mentorship = limits.locked_pair(mentorship_id)
    move_locked(mentorship, to, by, **facts)
    return mentorship


def move_locked(mentorship: Mentorship, to: str, by: Viewer, **facts: Any) -> None:
    """Move a mentorship that is locked already."""
    before = mentorship.state
    if to not in TRANSITIONS[before]:
        raise OutOfOrder(
            _("This pair is %(state)s now; it can't become %(to)s. Open it again to see its state.")
            % {"state": mentorship.get_state_display(), "to": State(to).label}
        )
    mentorship.state = to
    if to == State.ACTIVE and mentorship.opened_on is None:
        mentorship.opened_on = institution_today()
        _plan_own_time(mentorship)
    mentorship.save(update_fields=["state", "opened_on", "planned_end_on"])
    audit.record(
        "mentorship.moved",
        by=by,
        kind="mentorship",
        object_id=mentorship.id,
        before=before,
        after=to,
        **facts,
    )


def _plan_own_time(mentorship: Mentorship) -> None:
    """Plan the end of a pair that begins in a phase in which each pair has a time of its own."""
    if mentorship.phase is None or mentorship.planned_end_on or mentorship.opened_on is None:
        return
    spec = mentorship.cycle.program.phase(mentorship.phase)
    if spec is not None and spec.days:
        mentorship.planned_end_on = mentorship.opened_on + timedelta(days=spec.days)


@transaction.atomic
def end_mentorship(
    *, mentorship_id: UUID, reason: str, by: Viewer, ended_on: date | None = None
) -> Mentorship:
    """End a mentorship without anybody's fault and free the mentor's place."""
    (ended,) = end_mentorships(mentorship_ids=[mentorship_id], reason=reason, by=by, ended_on=ended_on)
    return ended


@transaction.atomic
def end_mentorships(
    *, mentorship_ids: Collection[UUID], reason: str, by: Viewer, ended_on: date | None = None
) -> list[Mentorship]:
    """End several mentorships at once: all rows are locked before the first is changed, and the audit comes last."""
    if reason not in EndReason.values:
        raise DomainError(_("Choose why this pair ends."), field="reason")
    pairs = limits.locked_pairs(mentorship_ids)
    if len(pairs) != len(set(mentorship_ids)):
        raise Mentorship.DoesNotExist
    for pair in pairs:
        if State.ENDED not in TRANSITIONS[pair.state]:
            raise OutOfOrder(
                _("This pair is %(state)s already; there is nothing to end.")
                % {"state": pair.get_state_display()}
            )
    before = {pair.id: pair.state for pair in pairs}
    for pair in pairs:
        pair.state_before_end, pair.state, pair.end_reason = pair.state, State.ENDED, reason
        pair.ended_at = now()
        pair.ended_on = max(filter(None, [ended_on or institution_today(), pair.opened_on]))
        pair.save(update_fields=["state", "state_before_end", "end_reason", "ended_on", "ended_at"])
    limits.free_places(Counter(pair.mentor_id for pair in pairs))
    for pair in pairs:
        audit.record("mentorship.ended", by=by, kind="mentorship", object_id=pair.id, before=before[pair.id])
    return pairs


@transaction.atomic
def complete_mentorship(*, mentorship_id: UUID, by: Viewer) -> Mentorship:
    """Close a mentorship whose year is over and free the mentor's place."""
    mentorship = limits.locked_pair(mentorship_id)
    limits.free_places(Counter([mentorship.mentor_id]))
    mentorship.ended_on = max(filter(None, [institution_today(), mentorship.opened_on]))
    mentorship.save(update_fields=["ended_on"])
    move_locked(mentorship, State.COMPLETED, by)
    events.emit("place.opened", institution_id=by.institution_id, mentor=mentorship.mentor_id)
    return mentorship


@transaction.atomic
def end_pairs_of(*, enrollment_id: UUID, by: Viewer) -> list[Mentorship]:
    """End what runs or is offered to somebody who no longer takes part; return it.

    Tells higher rungs of each pair that ran, of each mentee whose mentor has left, and of each mentor's place that opens.
    """
    open_ = Mentorship.objects.filter(
        Q(mentee_enrollment_id=enrollment_id) | Q(mentor_enrollment_id=enrollment_id), state__in=OPEN
    )
    locked = limits.locked_pairs(open_.values_list("id", flat=True))
    ids = [pair.id for pair in locked if pair.state in OPEN]  # somebody may have ended one meanwhile
    ended = end_mentorships(mentorship_ids=ids, reason=EndReason.LEFT, by=by) if ids else []
    for pair in ended:
        if pair.state_before_end in RUNNING:
            events.emit("pair.ended_by_leaving", institution_id=by.institution_id, mentorship=pair.id)
        if pair.mentor_enrollment_id == enrollment_id:
            events.emit("mentorship.mentor_left", institution_id=by.institution_id, mentorship=pair.id)
        else:
            events.emit("place.opened", institution_id=by.institution_id, mentor=pair.mentor_id)
    return ended


@transaction.atomic
def take_back_pairs(*, mentorship_ids: Sequence[UUID], by: Viewer) -> int:
    """Take back published pairs that nobody was told of yet; return how many."""
    untold = [
        pair
        for pair in limits.locked_pairs(mentorship_ids)
        if pair.state in OPEN and pair.shown_from_at > now()
    ]
    Mentorship.objects.filter(id__in=[pair.id for pair in untold]).update(
        state=State.ENDED, end_reason=EndReason.WITHDRAWN, ended_on=institution_today(), ended_at=now()
    )
    limits.free_places(Counter(pair.mentor_id for pair in untold))
    audit.record("mentorship.taken_back", by=by, kind="mentorship", pairs=len(untold))
    return len(untold)
