"""Reads of wishes to be called: one's own, and those that somebody is asked to call."""

from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.selectors.two_hats import is_judged_by
from rounds.surveys.enums import CallTo
from rounds.surveys.models import CallRequest

READERS = {
    CallTo.OFFICE: (Role.COORDINATOR, Role.DIRECTOR),
    CallTo.DEVELOPER: (Role.FACULTY_DEVELOPER,),
}
# so long its own person reads that it was done
TOLD = timedelta(days=14)

_own: Prepared[CallRequest] = Prepared(
    lambda person_id: CallRequest.objects.filter(person_id=person_id).order_by("-asked_on", "id"),
    person_id=UUIDField(),
)


def own_call(person_id: UUID) -> CallRequest | None:
    """Return somebody's open wish, else the last one that was done lately."""
    rows = _own(person_id=person_id)
    since = institution_today() - TOLD
    told = [row for row in rows if row.done_on is not None and row.done_on >= since]
    return next((row for row in rows if row.done_on is None), max(told, key=_done_on, default=None))


def _done_on(row: CallRequest) -> int:
    return row.done_on.toordinal() if row.done_on else 0


def ask_for_own_call(viewer: Viewer) -> Ask:
    """Return what `own_call` will ask."""
    return _own.asked(person_id=viewer.own_id)


def open_calls_in(scope_id: UUID) -> QuerySet[CallRequest]:
    """Return the open wishes of a scope, whoever reads them."""
    return CallRequest.objects.filter(scope_id=scope_id, done_on=None)


def calls_for(viewer: Viewer) -> QuerySet[CallRequest]:
    """Return the wishes that the viewer is asked to fulfill, those due first ahead.

    Their own is not among them, nor is one of somebody whose training they judge.
    """
    rows = CallRequest.objects.filter(_read_by(viewer)).exclude(person_id=viewer.own_id)
    seen = rows.filter(~is_judged_by(viewer, OuterRef("person_id"))).select_related("person")
    return seen.order_by("due_on", "person__folded_family", "person__folded_given", "id")


def open_calls_for(viewer: Viewer) -> list[CallRequest]:
    """Return those of them that are not done."""
    return list(calls_for(viewer).filter(done_on=None))


def done_calls_for(viewer: Viewer) -> list[CallRequest]:
    """Return those of them that were done and are not deleted yet, the latest first."""
    return list(calls_for(viewer).filter(done_on__isnull=False).order_by("-done_on", "id"))


def call_for(viewer: Viewer, call_id: UUID) -> CallRequest:
    """Return one of them; NotFound otherwise."""
    found: CallRequest | None = calls_for(viewer).filter(id=call_id).first()
    if found is None:
        raise NotFound
    return found


def _read_by(viewer: Viewer) -> Q:
    """Return the condition that a wish names a role which the viewer holds where it counts."""
    read = Q(pk__in=[])
    for to, roles in READERS.items():
        scopes = viewer.scopes(*roles)
        read |= Q(to=to) if None in scopes else Q(to=to, scope_id__in=scopes)
    return read
