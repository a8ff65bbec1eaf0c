"""A mentor asks to be coached, the coach says yes or no, the two note their talks; nothing of it has a consequence."""

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
from rounds.core.errors import DomainError, OutOfOrder
from rounds.development.enums import CoachingState
from rounds.development.models import CoachingPlan
from rounds.development.selectors.coaching import coaches_for, plan_for
from rounds.people.models import Person

MOST_TALKS = 12


@dataclass(frozen=True)
class Wish:
    """What a mentor asks: of whom, why, up to three aims, until when."""

    coach_id: UUID
    origin: str
    aims: tuple[str, ...]
    review_on: date


@transaction.atomic
def ask_for_coaching(*, wish: Wish, entry_id: UUID, by: Viewer) -> CoachingPlan:
    """Ask somebody to coach oneself; a form sent twice asks once, and one plan runs at a time."""
    Person.objects.select_for_update().get(id=by.own_id)
    found: CoachingPlan | None = CoachingPlan.objects.filter(mentor_id=by.own_id, entry_id=entry_id).first()
    if found is not None:
        return found
    if wish.coach_id not in {one.id for one in coaches_for(by)}:
        raise DomainError(_("Choose somebody from the list."), field="coach")
    if wish.review_on <= institution_today():
        raise DomainError(_("Choose a day to come: on it you two look back."), field="review_on")
    if CoachingPlan.objects.filter(mentor_id=by.own_id, closed_at=None).exists():
        raise OutOfOrder(_("You have a plan that is open. End it before you ask for another one."))
    row = CoachingPlan(
        mentor_id=by.own_id, coach_id=wish.coach_id, review_on=wish.review_on, entry_id=entry_id
    )
    said = {"origin": wish.origin, "aims": list(wish.aims), "talks": [], "mentor": "", "coach": ""}
    row.seal_value(said)
    row.save()
    _told("coaching.asked", row, by)
    return row


@transaction.atomic
def answer_coaching(*, plan_id: UUID, accept: bool, by: Viewer) -> CoachingPlan:
    """Say as the coach whether one does it; the first answer counts."""
    row = _locked(plan_id, by)
    if row.coach_id != by.own_id or row.state != CoachingState.ASKED:
        raise OutOfOrder(_("There is nothing to answer here any more. Load the page again."))
    row.state = CoachingState.RUNNING if accept else CoachingState.DECLINED
    row.closed_at = None if accept else now()
    row.save(update_fields=["state", "closed_at"])
    _told("coaching.answered", row, by)
    return row


@transaction.atomic
def note_coaching(
    *, plan_id: UUID, words: str, talked_on: date | None, observed: bool, by: Viewer
) -> CoachingPlan:
    """Write one's own words, and the day of a talk; the other one's words stay, a day counts once."""
    row = _locked(plan_id, by)
    if row.state != CoachingState.RUNNING:
        raise OutOfOrder(_("This plan does not run. What was written stays as it is."))
    if talked_on is not None and talked_on > institution_today():
        raise DomainError(_("This day is still to come. Note a talk once it was held."), field="talked_on")
    said: dict[str, Any] = row.opened()
    talks = dict(said["talks"])
    if talked_on is not None:
        talks[talked_on.isoformat()] = observed
    if len(talks) > MOST_TALKS:
        raise DomainError(_("Two to four talks make a plan; twelve is the most."), field="talked_on")
    mine = "mentor" if row.mentor_id == by.own_id else "coach"
    row.seal_value({**said, "talks": sorted(talks.items()), mine: words.strip()})
    row.save(update_fields=["sealed"])
    _told("coaching.noted", row, by)
    return row


@transaction.atomic
def end_coaching(*, plan_id: UUID, by: Viewer) -> CoachingPlan:
    """End a plan, or take back that one has asked; pressed twice it is ended once."""
    row = _locked(plan_id, by)
    if row.closed_at is None:
        row.state, row.closed_at = CoachingState.ENDED, now()
        row.save(update_fields=["state", "closed_at"])
        _told("coaching.ended", row, by)
    return row


def _locked(plan_id: UUID, by: Viewer) -> CoachingPlan:
    plan_for(by, plan_id)
    row: CoachingPlan = CoachingPlan.objects.select_for_update(of=("self",)).get(id=plan_id)
    return row


def _told(action: str, row: CoachingPlan, by: Viewer) -> None:
    audit.record(action, by=by, kind="coaching", object_id=row.id)
