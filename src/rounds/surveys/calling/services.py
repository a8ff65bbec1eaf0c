"""Every change of a wish to be called: ask, take back, done, not done after all, gone. Each twice is once.

That somebody asked is in no audit row: its minute, beside those of a web log, would tell from which page they came.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.events import emit
from rounds.people.models import Person
from rounds.surveys.calling.values import due_after
from rounds.surveys.models import CallRequest

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Wish:
    """By whom somebody wants to be called, and where and when."""

    scope_id: UUID
    to: str
    reach: str = ""


@transaction.atomic
def ask_for_call(*, wish: Wish, by: Viewer) -> CallRequest:
    """Ask to be called; who has asked already has asked once."""
    today = institution_today()
    new = CallRequest(
        person_id=by.own_id, scope_id=wish.scope_id, to=wish.to, asked_on=today, due_on=due_after(today)
    )
    new.seal_value({"reach": wish.reach})
    said = ("id", "scope_id", "to", "asked_on", "due_on", "sealed")
    row: CallRequest
    row, is_new = CallRequest.objects.get_or_create(
        person_id=by.own_id, done_on=None, defaults={name: getattr(new, name) for name in said}
    )
    if is_new:
        emit("call.asked", institution_id=by.institution_id, call=row.id)
    return row


@transaction.atomic
def say_reach(*, reach: str, by: Viewer) -> bool:
    """Say for one's own open wish where one can be called. False where none is open any more."""
    row = CallRequest.objects.select_for_update().filter(person_id=by.own_id, done_on=None).first()
    if row is None:
        return False
    row.seal_value({"reach": reach})
    row.save(update_fields=["sealed"])
    return True


@transaction.atomic
def take_back_call(*, by: Viewer) -> bool:
    """Take one's own wish back: nothing of it is kept. False where none is open any more."""
    deleted, _each = CallRequest.objects.filter(person_id=by.own_id, done_on=None).delete()
    return bool(deleted)


@transaction.atomic
def note_called(*, call: CallRequest, by: Viewer) -> None:
    """Note that somebody was called, which they read on their home."""
    done = {"done_on": institution_today(), "done_by": by.name[:200]}
    if CallRequest.objects.filter(id=call.id, done_on=None).update(**done):
        audit.record("call.done", by=by, kind="call", object_id=call.id, about_person_id=call.person_id)


@transaction.atomic
def reopen_call(*, call: CallRequest, by: Viewer) -> bool:
    """Take that back. False where they have asked anew since: one wish at a time is open."""
    again = CallRequest.objects.filter(person_id=call.person_id, done_on=None)
    if again.exclude(id=call.id).exists():
        return False
    done = CallRequest.objects.filter(id=call.id).exclude(done_on=None)
    if done.update(done_on=None, done_by=""):
        audit.record("call.reopened", by=by, kind="call", object_id=call.id, about_person_id=call.person_id)
    return True


def forget_old_calls() -> int:
    """Delete what was done a month ago; return how many that were."""
    deleted, _each = CallRequest.objects.filter(done_on__lt=institution_today() - KEPT).delete()
    return deleted


def merge_calls(keep: Person, other: Person, _by: Viewer) -> set[UUID]:
    """Leave one open wish to two records of one person: the one that is due first."""
    rows = list(CallRequest.objects.filter(person__in=(keep, other), done_on=None).order_by("due_on", "id"))
    for late in rows[1:]:
        late.delete()
    return set()
