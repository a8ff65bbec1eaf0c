"""Sessions are planned and called off; mentors are invited, answer, and were there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_day, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.once import made_before
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.mail import Line
from rounds.core.mail.budget import keys_by_day
from rounds.development.enums import PlaceState
from rounds.development.models import HouseTitles, SessionPlace, TrainingSession
from rounds.development.selectors.training import may_have_come, title_of, to_invite
from rounds.development.values.modules import MODULES
from rounds.people.services import record_training, take_back_training

ANSWERS = (PlaceState.COMING, PlaceState.NOT_COMING)
# Who was invited by mistake is uninvited in one press for so long.
UNDO = timedelta(minutes=15)
# A session that was held is entered afterward, as long as its training is fresh.
LATEST = timedelta(days=730)


@dataclass(frozen=True)
class Plan:
    """When and where a module is held, and who leads."""

    module: str
    starts_at: datetime
    room: str
    led_by: str


@transaction.atomic
def plan_session(*, plan: Plan, entry_id: UUID, by: Viewer) -> TrainingSession:
    """Plan a session; a form sent twice is one. Nobody is invited yet."""
    if plan.module not in MODULES:
        raise DomainError(_("Choose a module of the list."), field="module")
    if plan.starts_at < now() - LATEST:
        raise DomainError(
            _("This lies more than two years back. Record it on the page of each person instead."),
            field="starts_at",
        )
    said = {
        "module": plan.module,
        "starts_at": plan.starts_at,
        "room": plan.room.strip(),
        "led_by": plan.led_by.strip(),
    }
    same, session_id = made_before(TrainingSession, entry_id, **said)
    if same is not None:
        return same
    session: TrainingSession = TrainingSession.objects.create(id=session_id, planned_by=by.name[:200], **said)
    _told("training.planned", session, by, module=plan.module)
    return session


@retried
def invite(*, session_id: UUID, by: Viewer) -> list[SessionPlace]:
    """Invite everybody who lacks the module; invited twice is invited once. The mail of the day tells them."""
    session = _ahead(session_id)
    places: list[SessionPlace] = SessionPlace.objects.bulk_create(
        SessionPlace(session=session, person=one) for one in to_invite(by, session)
    )
    if places:
        _told("training.invited", session, by, people=len(places))
    return places


@transaction.atomic
def uninvite(*, session_id: UUID, by: Viewer) -> int:
    """Take back the invitations of the last minutes that nobody has answered or been told of by mail."""
    session = _ahead(session_id)
    rows = SessionPlace.objects.filter(
        session=session, state=PlaceState.INVITED, told_on=None, invited_at__gt=now() - UNDO
    )
    gone, _rows = rows.delete()
    if gone:
        _told("training.uninvited", session, by, people=gone)
    return gone


@transaction.atomic
def call_off(*, session_id: UUID, by: Viewer) -> TrainingSession:
    """Call a session off; called off twice it is called off once."""
    session = _locked(session_id)
    if session.called_off_at is None:
        if SessionPlace.objects.filter(session=session, state=PlaceState.CAME).exists():
            raise OutOfOrder(_("Somebody is recorded as having been there, so it took place."))
        session.called_off_at = now()
        session.save(update_fields=["called_off_at"])
        _told("training.called_off", session, by)
    return session


@transaction.atomic
def answer_invitation(*, place: SessionPlace, answer: str, by: Viewer) -> SessionPlace:
    """Say whether one comes; it can be said otherwise until the session begins."""
    if answer not in ANSWERS:
        raise DomainError(_("Say whether you come."))
    row: SessionPlace = (
        SessionPlace.objects.select_for_update(of=("self",)).select_related("session").get(id=place.id)
    )
    if row.session.called_off_at or row.session.starts_at <= now() or row.state == PlaceState.CAME:
        raise OutOfOrder(_("This session is over or was called off, so there is nothing to answer."))
    if row.state != answer:
        row.state, row.answered_at = answer, now()
        row.save(update_fields=["state", "answered_at"])
        audit.record("training.answered", by=by, kind="training_session", object_id=row.session_id)
    return row


@retried
def record_attendance(
    *, session_id: UUID, came: Collection[UUID], shown: Collection[UUID], by: Viewer
) -> int:
    """Record who of those on the page was there: each gets a record of training, who was not loses it again.

    Return how many were there. Whoever is not on the page stays as they are; a mentor may come uninvited.
    """
    session = _locked(session_id)
    if session.called_off_at is not None:
        raise OutOfOrder(_("This session was called off. Plan another one."))
    if session.starts_at > now():
        raise OutOfOrder(_("This session has not begun. Say afterward who was there."))
    SessionPlace.objects.bulk_create(
        SessionPlace(session=session, person=one)
        for one in may_have_come(by, session)
        if one.id in came and one.id in shown
    )
    rows = SessionPlace.objects.select_for_update(of=("self",)).filter(
        session=session, person_id__in=among(set(shown))
    )
    places: Sequence[SessionPlace] = list(rows.select_related("person", "record").order_by("id"))
    changed = [one for one in places if (one.person_id in came) != (one.state == PlaceState.CAME)]
    for place in changed:
        _turn(place, session, is_there=place.person_id in came, by=by)
    if changed:
        _told("training.attended", session, by, people=len(changed))
    return SessionPlace.objects.filter(session=session, state=PlaceState.CAME).count()


def _turn(place: SessionPlace, session: TrainingSession, *, is_there: bool, by: Viewer) -> None:
    before = place.record
    if is_there:
        place.state = PlaceState.CAME
        place.record = record_training(
            person=place.person,
            title=title_of(session.module),
            hours=MODULES[session.module].hours,
            done_on=institution_day(session.starts_at),
            module=session.module,
            by=by,
            entry_id=uuid5(session.id, str(place.person_id)),
        )
    else:
        place.state, place.record = PlaceState.INVITED, None
    place.save(update_fields=["state", "record"])
    if before is not None and not is_there:
        take_back_training(record=before, by=by)


@retried
def choose_titles(*, is_plain: bool, by: Viewer) -> None:
    """Choose the plain titles of modules, or those that ship; records keep the title of their day."""
    row, _is_new = HouseTitles.objects.get_or_create()
    if row.is_plain != is_plain:
        HouseTitles.objects.filter(id=row.id).update(is_plain=is_plain)
        audit.record("training.titles", by=by, kind="house_titles", object_id=row.id, plain=is_plain)


def settle_invitations(kept: Sequence[Line], dropped: Sequence[Line]) -> None:
    """Remember of which invitations the mail of the day tells; the others wait."""
    for day, keys in keys_by_day(kept).items():
        SessionPlace.objects.filter(id__in=keys).update(told_on=day)


def _locked(session_id: UUID) -> TrainingSession:
    session: TrainingSession = TrainingSession.objects.select_for_update().get(id=session_id)
    return session


def _ahead(session_id: UUID) -> TrainingSession:
    session = _locked(session_id)
    if session.called_off_at is not None or session.starts_at <= now():
        raise OutOfOrder(_("This session is over or was called off, so nobody is invited."))
    return session


def _told(action: str, session: TrainingSession, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="training_session", object_id=session.id, **facts)
