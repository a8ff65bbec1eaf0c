"""Letting pairs go on after all: after an end, after a change of mentor, with somebody who takes part again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.mentorships.enums import OPEN, RUNNING, EndReason, State
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship
from rounds.mentorships.services import limits
from rounds.mentorships.services.office import UNDO_TIME, can_take_back_end, take_back_end
from rounds.mentorships.services.states import end_mentorship
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment

# A change of mentor ends one pair and opens the next in one step: no more time than this lies between the two.
ONE_STEP = timedelta(minutes=1)


@transaction.atomic
def let_pair_go_on(*, mentorship_id: UUID, by: Viewer) -> Mentorship:
    """Let a pair go on that ended less than a day ago; a change of mentor is taken back as a whole.

    Raises OutOfOrder, with what to do first, when one of the two takes no part any more or the mentee has another mentor.
    """
    pair = Mentorship.objects.select_related("mentee", "mentor").get(id=mentorship_id)
    if can_take_back_end(pair):
        _refuse_who_takes_no_part(pair)
        if (other := _other_of(pair)) is not None:
            _take_back_change(pair, other, by)
    return take_back_end(mentorship_id=mentorship_id, by=by)


def _refuse_who_takes_no_part(pair: Mentorship) -> None:
    sides = [pair.mentee_enrollment_id, pair.mentor_enrollment_id]
    gone = Enrollment.objects.filter(id__in=sides, state=EnrollmentState.WITHDRAWN).select_related("person")
    for one in gone:
        words = _("%(name)s was withdrawn from this program. Bring them back there: their pairs then go on.")
        raise OutOfOrder(words % {"name": one.person.display_name})


def _other_of(pair: Mentorship) -> Mentorship | None:
    """Return the pair that stands in the place of one that ended: the mentee's other primary mentor."""
    if not pair.is_primary:
        changed = Q(mentee_enrollment_id=pair.mentee_enrollment_id, is_primary=False)
        found = Mentorship.objects.filter(changed, state__in=RUNNING).exclude(id=pair.id)
        return next((one for one in found.select_related("mentor") if _is_one_step(pair, one)), None)
    others = Mentorship.objects.filter(
        mentee_id=pair.mentee_id, cycle_id=pair.cycle_id, is_primary=True, state__in=OPEN
    )
    other: Mentorship | None = others.select_related("mentor").first()
    return other


def changed_from(new: Mentorship) -> Mentorship | None:
    """Return the pair in whose place a change of mentor opened this one, while that can be taken back."""
    if new.state not in RUNNING:
        return None
    before = Mentorship.objects.filter(mentee_enrollment_id=new.mentee_enrollment_id, ended_at__isnull=False)
    found = before.exclude(id=new.id).select_related("mentor").order_by("-ended_at")
    return next((old for old in found if _is_one_step(old, new) and can_take_back_end(old)), None)


def _is_one_step(old: Mentorship, new: Mentorship) -> bool:
    return old.ended_at is not None and abs(new.created_at - old.ended_at) < ONE_STEP


def _take_back_change(old: Mentorship, new: Mentorship, by: Viewer) -> None:
    """End the pair that a change of mentor opened; raises OutOfOrder where it is no such pair, or the two have begun."""
    limits.locked_loads([old.mentor_id, new.mentor_id])
    limits.locked_pairs([old.id, new.id])
    new.refresh_from_db(fields=["state"])
    words = {
        "mentee": old.mentee.display_name,
        "mentor": new.mentor.display_name,
        "day": date_format(new.opened_on or new.created_at, "j M Y"),
    }
    if new.state not in RUNNING or not _is_one_step(old, new):
        raise OutOfOrder(
            _(
                "%(mentee)s has %(mentor)s as mentor since %(day)s. End that pair first; then this one can go on."
            )
            % words
        )
    has_begun = Conversation.objects.filter(mentorship=new, taken_back_at=None).exists()
    if has_begun or AgreementVersion.objects.filter(mentorship=new).exists():
        raise OutOfOrder(
            _("%(mentee)s and %(mentor)s have begun already. End that pair first; then this one can go on.")
            % words
        )
    is_told = old.ended_at is not None and now() - old.ended_at > timedelta(minutes=STOP_MINUTES)
    reason = EndReason.OTHER if is_told else EndReason.WITHDRAWN
    end_mentorship(mentorship_id=new.id, reason=reason, by=by)
    stop_batch(new.id, by=by)
    if is_told:
        events.emit(
            "pair.ended_by_office",
            institution_id=by.institution_id,
            mentorship=new.id,
            user=by.user_id or "",
        )


@dataclass(frozen=True)
class BroughtBack:
    """Which pairs go on with somebody who takes part again, and why each other one stays ended."""

    pairs: Sequence[Mentorship]
    refused: Sequence[str]


@transaction.atomic
def bring_pairs_back(*, enrollment_id: UUID, since: datetime, by: Viewer) -> BroughtBack:
    """Let the pairs go on that ended when somebody was withdrawn at a moment, and say of each other why it does not."""
    either = Q(mentee_enrollment_id=enrollment_id) | Q(mentor_enrollment_id=enrollment_id)
    ended = Mentorship.objects.filter(
        either,
        state=State.ENDED,
        end_reason=EndReason.LEFT,
        state_before_end__in=RUNNING,
        ended_at__gte=since,
    )
    back, refused = [], []
    for pair in ended.select_related("mentee", "mentor").order_by("id"):
        names = {"mentee": pair.mentee.display_name, "mentor": pair.mentor.display_name}
        if pair.ended_at and now() - pair.ended_at > UNDO_TIME:
            words = _(
                "%(mentee)s with %(mentor)s ended more than a day ago and stays ended: match them again."
            )
            refused.append(words % names)
            continue
        try:
            with transaction.atomic():
                back.append(let_pair_go_on(mentorship_id=pair.id, by=by))
        except OutOfOrder as problem:
            words = _("%(mentee)s with %(mentor)s stays ended: %(why)s")
            refused.append(words % {**names, "why": problem.message})
    return BroughtBack(back, refused)
