"""Telling the mentor openly what helps, asked or unasked; doors that were opened."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.growth.services.asks import running_pair
from rounds.mentorships.growth.values.acts import FeedbackText
from rounds.mentorships.models import OpenFeedback, SponsorshipAct


@transaction.atomic
def ask_for_feedback(*, mentorship_id: UUID, by: Viewer) -> OpenFeedback:
    """Ask one's mentee for open feedback; asked twice is asked once."""
    pair = running_pair(mentorship_id)
    if pair.mentor_id != by.own_id:
        raise NotFound
    asked: OpenFeedback | None = OpenFeedback.objects.filter(mentorship=pair, given_at=None).first()
    if asked is not None:
        return asked
    row = OpenFeedback(mentorship=pair, asked_at=now())
    row.seal_value({})
    row.save()
    return row


@transaction.atomic
def give_feedback(*, mentorship_id: UUID, text: FeedbackText, entry_id: UUID, by: Viewer) -> OpenFeedback:
    """Tell one's mentor openly; a form sent twice is told once. Raises DomainError when nothing is said."""
    pair = running_pair(mentorship_id)
    if pair.mentee_id != by.own_id:
        raise NotFound
    entered: OpenFeedback | None = OpenFeedback.objects.filter(mentorship=pair, entry_id=entry_id).first()
    if entered is not None:
        return entered
    if text.is_empty:
        raise DomainError(_("Nothing is said yet. One line is enough."), field="helps")
    row = OpenFeedback.objects.filter(mentorship=pair, given_at=None).first() or OpenFeedback(mentorship=pair)
    row.given_at, row.entry_id = now(), entry_id
    row.seal_value(text.to_json())
    row.save()
    return row


@transaction.atomic
def take_back_feedback(*, feedback: OpenFeedback, by: Viewer) -> None:
    """Take back what one has told while the pair runs; the mentor may have read it."""
    pair = running_pair(feedback.mentorship_id)
    if pair.mentee_id != by.own_id:
        raise NotFound
    OpenFeedback.objects.filter(id=feedback.id).delete()


@dataclass(frozen=True, kw_only=True)
class OpenedDoor:
    """Which door a mentor has opened, when, what it was and what came of it; `entry_id` is made with the form."""

    door: str
    on: date
    what: str
    came: str = ""
    entry_id: UUID


@transaction.atomic
def enter_door(*, mentorship_id: UUID, opened: OpenedDoor, by: Viewer) -> SponsorshipAct:
    """Enter a door, by either of the two; a form sent twice is one door. Raises DomainError for a day to come."""
    pair = running_pair(mentorship_id)
    entered: SponsorshipAct | None = SponsorshipAct.objects.filter(
        mentorship=pair, entry_id=opened.entry_id
    ).first()
    if entered is not None:
        return entered
    if opened.on > institution_today():
        raise DomainError(_("This day is still to come. Enter the door once it is open."), field="on")
    act = SponsorshipAct(
        mentee_id=pair.mentee_id,
        sponsor_id=pair.mentor_id,
        mentorship=pair,
        door=opened.door,
        on=opened.on,
        entered_by_id=by.own_id,
        entry_id=opened.entry_id,
    )
    act.seal_value({"what": opened.what.strip(), "came": opened.came.strip()})
    act.save()
    return act


def _locked_act(act: SponsorshipAct) -> SponsorshipAct:
    """Lock the pair of a door, and read the door again: another window may have changed it."""
    running_pair(act.mentorship_id)
    row: SponsorshipAct = SponsorshipAct.objects.get(id=act.id)
    return row


@transaction.atomic
def say_what_came(*, act: SponsorshipAct, came: str, by: Viewer) -> None:
    """Write what came of a door, by either of the two."""
    act = _locked_act(act)
    act.seal_value({"what": act.opened()["what"], "came": came.strip()})
    act.changed_at = now()
    act.save(update_fields=["sealed", "changed_at"])


@transaction.atomic
def withdraw_door(*, act: SponsorshipAct, by: Viewer) -> None:
    """Say that a door was not so, or was entered by mistake; it no longer counts."""
    act = _locked_act(act)
    if act.withdrawn_at is not None:
        raise OutOfOrder(_("This is taken away already."))
    act.withdrawn_by_id, act.withdrawn_at = by.own_id, now()
    act.save(update_fields=["withdrawn_by", "withdrawn_at"])


@transaction.atomic
def restore_door(*, act: SponsorshipAct, by: Viewer) -> None:
    """Let a door count again, for the one who took it away."""
    act = _locked_act(act)
    if act.withdrawn_by_id != by.own_id:
        raise OutOfOrder(_("This was not taken away by you."))
    act.withdrawn_by, act.withdrawn_at = None, None
    act.save(update_fields=["withdrawn_by", "withdrawn_at"])
