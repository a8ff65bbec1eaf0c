"""What the program office does with one pair: end, undo, pause, plan the end, hand over."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.mentorships.enums import OPEN, RUNNING, State
from rounds.mentorships.models import Mentorship, Pause
from rounds.mentorships.services import limits
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import end_mentorship, move_locked, move_mentorship

# How long the office can take an end back.
UNDO_TIME = timedelta(hours=24)


@transaction.atomic
def end_pair_by_office(*, mentorship_id: UUID, reason: str, ended_on: date, by: Viewer) -> Mentorship:
    """End a pair for the two, who are told 15 minutes later; until the next day it can be taken back.

    Raises DomainError for a day outside the pair's time, OutOfOrder when it has ended already.
    """
    pair = limits.locked_pair(mentorship_id)
    if pair.state not in RUNNING:
        raise OutOfOrder(_("This pair does not run now, so there is nothing to end."))
    if ended_on > institution_today():
        raise DomainError(
            _("The last day can't be in the future. End the pair on that day, or set its planned end."),
            field="ended_on",
        )
    if pair.opened_on and ended_on < pair.opened_on:
        raise DomainError(
            _("The pair began on %(day)s, so it can't have ended before.") % {"day": pair.opened_on},
            field="ended_on",
        )
    ended = end_mentorship(mentorship_id=pair.id, reason=reason, by=by, ended_on=ended_on)
    events.emit(
        "pair.ended_by_office",
        institution_id=by.institution_id,
        mentorship=pair.id,
        user=by.user_id or "",
    )
    return ended


@transaction.atomic
def take_back_end(*, mentorship_id: UUID, by: Viewer) -> Mentorship:
    """Let a pair go on that was ended less than a day ago; its message is stopped where it has not left.

    Raises OutOfOrder when a day has passed, or when the mentor's place or the mentee's is taken by now.
    """
    pair = limits.locked_pair(mentorship_id)
    if not can_take_back_end(pair):
        raise OutOfOrder(_("This pair ended more than a day ago, or goes on already. Open it again."))
    limits.take_places([_opening_of(pair)])
    if pair.is_primary:
        limits.refuse_second_primaries([_opening_of(pair)], pair.cycle_id)
    ended_at = pair.ended_at
    pair.state, pair.state_before_end = pair.state_before_end, ""
    pair.end_reason, pair.ended_on, pair.ended_at = "", None, None
    pair.save(update_fields=["state", "state_before_end", "end_reason", "ended_on", "ended_at"])
    stopped = stop_batch(pair.id, by=by)
    audit.record("mentorship.end_taken_back", by=by, kind="mentorship", object_id=pair.id)
    if not stopped and ended_at and now() - ended_at > timedelta(minutes=STOP_MINUTES):
        events.emit("pair.goes_on", institution_id=by.institution_id, mentorship=pair.id)
    return pair


def lock_ended_pair(mentorship_id: UUID) -> Mentorship | None:
    """Lock a pair whose end the two are told of, so that no undo comes between; None when it was taken back."""
    pair = limits.locked_pair(mentorship_id)
    return pair if pair.state == State.ENDED else None


def can_take_back_end(pair: Mentorship) -> bool:
    """Tell whether an end is less than a day old and the pair ran before."""
    return (
        pair.state == State.ENDED
        and pair.state_before_end in RUNNING
        and pair.ended_at is not None
        and now() - pair.ended_at <= UNDO_TIME
    )


@transaction.atomic
def pause_pair(*, mentorship_id: UUID, by: Viewer) -> Mentorship:
    """Pause a pair: its place stays taken, nothing is due meanwhile."""
    pair = move_mentorship(mentorship_id=mentorship_id, to=State.PAUSED, by=by)
    Pause.objects.create(mentorship=pair, from_on=institution_today())
    return pair


@transaction.atomic
def resume_pair(*, mentorship_id: UUID, by: Viewer) -> Mentorship:
    """Let a paused pair go on."""
    pair = limits.locked_pair(mentorship_id)
    if pair.state != State.PAUSED:
        raise OutOfOrder(_("This pair is not paused. Open it again to see its state."))
    move_locked(pair, State.ACTIVE, by)
    Pause.objects.filter(mentorship=pair, to_on=None).update(to_on=institution_today())
    return pair


@transaction.atomic
def plan_end(*, mentorship_id: UUID, planned_end_on: date | None, by: Viewer) -> Mentorship:
    """Set the day on which a pair is planned to close; empty means the end of its cycle."""
    pair = limits.locked_pair(mentorship_id)
    if pair.state not in OPEN:
        raise OutOfOrder(_("This pair has ended; its planned end no longer counts."))
    if planned_end_on and pair.opened_on and planned_end_on <= pair.opened_on:
        raise DomainError(
            _("The pair began on %(day)s. Choose a day after it.") % {"day": pair.opened_on},
            field="planned_end_on",
        )
    pair.planned_end_on = planned_end_on
    pair.save(update_fields=["planned_end_on"])
    audit.record("mentorship.end_planned", by=by, kind="mentorship", object_id=pair.id, on=planned_end_on)
    return pair


@transaction.atomic
def hand_over(
    *, mentorship_id: UUID, mentor_enrollment_id: UUID, mentor_id: UUID, places: int, reason: str, by: Viewer
) -> Mentorship:
    """End a pair and open one with another mentor who has agreed, in one step; both sides are told 15 minutes later.

    `places` is how many mentees the new mentor can carry. Returns the new pair. Raises OutOfOrder when the new mentor
    has no place left, or when the old pair no longer runs.
    """
    old = Mentorship.objects.filter(id=mentorship_id).select_related("cycle").first()
    if old is None:
        raise NotFound
    if mentor_id in (old.mentor_id, old.mentee_id):
        raise DomainError(_("Choose another mentor than the one of this pair."), field="mentor")
    limits.locked_loads([old.mentor_id, mentor_id])
    pair = limits.locked_pair(mentorship_id)
    if pair.state not in RUNNING:
        raise OutOfOrder(_("This pair does not run now, so there is nothing to hand over."))
    end_mentorship(mentorship_id=pair.id, reason=reason, by=by)
    (new,) = open_pairs(
        pairs=[
            Opening(
                mentee_enrollment_id=pair.mentee_enrollment_id,
                mentor_enrollment_id=mentor_enrollment_id,
                mentee_id=pair.mentee_id,
                mentor_id=mentor_id,
                places=places,
                is_primary=pair.is_primary,
                purpose=pair.purpose,
            )
        ],
        cycle_id=pair.cycle_id,
        program_id=old.cycle.program_id,
        by=by,
        state=State.ACTIVE,
    )
    events.emit(
        "pair.handed_over",
        institution_id=by.institution_id,
        mentorship=pair.id,
        new=new.id,
        user=by.user_id or "",
    )
    return new


def _opening_of(pair: Mentorship) -> Opening:
    return Opening(
        mentee_enrollment_id=pair.mentee_enrollment_id,
        mentor_enrollment_id=pair.mentor_enrollment_id,
        mentee_id=pair.mentee_id,
        mentor_id=pair.mentor_id,
        places=None,
        is_primary=pair.is_primary,
        purpose=pair.purpose,
    )
