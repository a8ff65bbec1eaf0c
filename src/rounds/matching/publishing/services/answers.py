"""What mentor and mentee answer. The mentor confirms first; a mentee never learns of a refusal."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.matching.enums import Answer
from rounds.matching.models import Offer
from rounds.mentorships.enums import EndReason, State
from rounds.mentorships.services.states import end_mentorship, move_mentorship
from rounds.programs.enums import Modality

FURTHEST = timedelta(days=120)


@transaction.atomic
def accept_as_mentor(*, offer_id: UUID, meeting_at: datetime | None, modality: str, by: Viewer) -> Offer:
    """Record the mentor's yes, perhaps with a proposed first meeting; now the mentee is told."""
    offer = _locked(offer_id)
    if offer.mentorship.mentor_id != by.person_id:
        raise NotFound
    _refuse_answered(offer.mentor_answer)
    _set_meeting(offer, meeting_at, modality)
    move_mentorship(mentorship_id=offer.mentorship_id, to=State.ACCEPTED, by=by)
    offer.mentor_answer, offer.mentor_answered_at = Answer.ACCEPTED, now()
    offer.save()
    events.emit("offer.accepted", institution_id=by.institution_id, offer=offer.id)
    return offer


@transaction.atomic
def decline_as_mentor(*, offer_id: UUID, reason: str, by: Viewer) -> Offer:
    """Record the mentor's no; the pair goes back to the studio, the mentee hears nothing."""
    offer = _locked(offer_id)
    if offer.mentorship.mentor_id != by.person_id:
        raise NotFound
    _refuse_answered(offer.mentor_answer)
    offer.mentor_answer, offer.mentor_answered_at = Answer.DECLINED, now()
    return _close(offer, reason, EndReason.DECLINED, by)


@transaction.atomic
def accept_as_mentee(*, offer_id: UUID, meeting_at: datetime | None, by: Viewer, modality: str = "") -> Offer:
    """Record the mentee's yes, to what is proposed or with another time; the mentorship begins."""
    offer = _locked(offer_id)
    if offer.mentorship.mentee_id != by.person_id or offer.mentor_answer != Answer.ACCEPTED:
        raise NotFound
    _refuse_answered(offer.mentee_answer)
    if meeting_at != offer.meeting_at:
        _set_meeting(offer, meeting_at, modality)
    move_mentorship(mentorship_id=offer.mentorship_id, to=State.ACTIVE, by=by)
    offer.mentee_answer, offer.mentee_answered_at = Answer.ACCEPTED, now()
    offer.save()
    events.emit("offer.begun", institution_id=by.institution_id, offer=offer.id)
    return offer


@transaction.atomic
def propose_meeting(*, offer_id: UUID, meeting_at: datetime | None, modality: str, by: Viewer) -> Offer:
    """Propose a first meeting after the yes: the mentor while the mentee is asked, either while the pair runs.

    The other one is told. Raises DomainError without a time, OutOfOrder where nobody has said yes.
    """
    offer = _locked(offer_id)
    pair = offer.mentorship
    if by.person_id not in (pair.mentor_id, pair.mentee_id):
        raise NotFound
    if not (pair.is_running or (pair.state == State.ACCEPTED and by.person_id == pair.mentor_id)):
        raise OutOfOrder(_("A first meeting is proposed once the answer is yes."))
    if meeting_at is None:
        raise DomainError(_("Propose a day and a time for the first meeting."), field="meeting_at")
    _set_meeting(offer, meeting_at, modality)
    offer.save()
    events.emit(
        "offer.meeting_proposed",
        institution_id=by.institution_id,
        offer=offer.id,
        by=by.own_id,
    )
    return offer


@transaction.atomic
def decline_as_mentee(*, offer_id: UUID, reason: str, by: Viewer) -> Offer:
    """Record that the mentee would rather have somebody else; the mentor is told that plans changed."""
    offer = _locked(offer_id)
    if offer.mentorship.mentee_id != by.person_id or offer.mentor_answer != Answer.ACCEPTED:
        raise NotFound
    _refuse_answered(offer.mentee_answer)
    offer.mentee_answer, offer.mentee_answered_at = Answer.DECLINED, now()
    return _close(offer, reason, EndReason.CHANGED, by)


def _close(offer: Offer, reason: str, end: EndReason, by: Viewer) -> Offer:
    offer.decline_reason = reason.strip()[:500]
    offer.save()
    end_mentorship(mentorship_id=offer.mentorship_id, reason=end, by=by)
    audit.record(
        "offer.returned",
        by=by,
        kind="offer",
        object_id=offer.id,
        program_id=offer.run.cohort.cycle.program_id,
    )
    events.emit("offer.returned", institution_id=by.institution_id, offer=offer.id)
    return offer


def _locked(offer_id: UUID) -> Offer:
    offer: Offer = (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mentorship", "run__cohort__cycle")
        .get(id=offer_id)
    )
    if offer.mentorship.shown_from_at > now():
        raise NotFound
    return offer


def _refuse_answered(answer: str) -> None:
    if answer != Answer.WAITING:
        raise OutOfOrder(_("This is answered already; the page shows what was answered."))


def _set_meeting(offer: Offer, meeting_at: datetime | None, modality: str) -> None:
    """Keep what is proposed; without a time everything stays as it was."""
    if meeting_at is None:
        return
    if not now() < meeting_at <= now() + FURTHEST:
        raise DomainError(_("Choose a time to come, within the next four months."), field="meeting_at")
    if modality not in ("", *Modality.values):
        raise DomainError(_("Choose how to meet."), field="modality")
    offer.meeting_at, offer.meeting_modality = meeting_at, modality or offer.meeting_modality
