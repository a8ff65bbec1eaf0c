"""Being away for a while; leaving: what ends, what stays, and the way back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Leave,
    Leaving,
    Person,
    RoleAssignment,
    TrainingProgramMember,
)
from rounds.people.services.recording import record_about
from rounds.people.services.role_requests import lock_role_requests

BATCH = 500
# What ends with somebody's last day: model -> the keys by which it names a person.
ENDS: dict[type[models.Model], tuple[str, ...]] = {
    CareerStage: ("person_id",),
    TrainingProgramMember: ("person_id",),
    RoleAssignment: ("person_id",),
    AuthorityLine: ("subject_id", "over_id"),
}


@transaction.atomic
def record_leaving(*, people: Sequence[Person], on: date, by: Viewer) -> dict[str, Any]:
    """Record that people are gone from `on`: stages, roles, memberships and lines end, and so does sign-in here.

    Requests for roles that still wait are refused, for good. Consents, personal e-mail and history stay, for the
    follow-up they agreed to. Returns who left when, for `take_back_leaving`; what ended with it is kept for
    each person. Higher rungs hear of `person.left`.
    """
    ids = [person.id for person in people]
    # All of them, so that nobody confirms a role for one who leaves at this moment.
    locked = Person.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id")
    gone = next((person for person in locked if person.left_on is not None), None)
    if gone:
        raise OutOfOrder(_("%(name)s has been recorded as leaving already.") % {"name": gone.full_name})
    own: dict[UUID, dict[str, list[str]]] = {key: {} for key in ids}
    for model, keys in ENDS.items():
        open_rows = Q()
        for key in keys:
            open_rows |= Q(**{f"{key}__in": ids})
        rows = model._default_manager.filter(open_rows, to_on=None)
        for row_id, *owners in rows.values_list("id", *keys):
            for owner in set(owners) & own.keys():
                own[owner].setdefault(model.__name__, []).append(str(row_id))
        rows.update(to_on=Greatest("from_on", models.Value(on, models.DateField())))
    requests = lock_role_requests(ids)
    Person.objects.filter(id__in=ids).update(left_on=on)
    Leaving.objects.bulk_create(
        [Leaving(person_id=key, on=on, ended=rows) for key, rows in own.items()], batch_size=BATCH
    )
    for person in people:
        person.left_on = on
        record_about(person.id, "person.leave", by=by, on=on)
        events.emit("person.left", institution_id=by.institution_id, person_id=person.id)
    for request in requests:
        request.refuse(by)
    return {"on": on.isoformat(), "people": [str(key) for key in ids]}


@transaction.atomic
def enter_leave(*, person: Person, from_on: date, to_on: date | None, by: Viewer) -> Leave:
    """Enter days on which somebody is away, from one until before another; no day of return while nobody knows it.

    Raises DomainError for days that are out of bounds or overlap a leave that is entered already.
    """
    _check_days(person.id, from_on, to_on)
    leave: Leave = Leave.objects.create(
        person=person, from_on=from_on, to_on=to_on, entered_by_id=by.person_id
    )
    record_about(person.id, "person.away", by=by, from_on=from_on, to_on=to_on)
    return leave


# No leave is entered for a day longer ago or further ahead, and none lasts longer.
LEAVE_AGO, LEAVE_AHEAD, LONGEST_LEAVE = timedelta(days=366), timedelta(days=366), timedelta(days=731)


def _check_days(person_id: UUID, from_on: date, to_on: date | None, *, but: UUID | None = None) -> None:
    """Refuse days out of bounds, and days that overlap another leave than `but`; the field is named."""
    # two that are entered at once wait for each other here
    Person.objects.select_for_update(no_key=True).get(id=person_id)
    earliest, latest = institution_today() - LEAVE_AGO, institution_today() + LEAVE_AHEAD
    if not earliest <= from_on <= latest:
        raise DomainError(
            _("The first day away lies between %(first)s and %(last)s. Look at the year.")
            % {"first": date_format(earliest, "j M Y"), "last": date_format(latest, "j M Y")},
            field="from_on",
        )
    if to_on is not None and to_on <= from_on:
        raise DomainError(_("The first day back comes after the first day away."), field="to_on")
    if to_on is not None and to_on - from_on > LONGEST_LEAVE:
        raise DomainError(
            _("A leave lasts two years at most: come back by %(day)s, or look at the year.")
            % {"day": date_format(from_on + LONGEST_LEAVE, "j M Y")},
            field="to_on",
        )
    others = Leave.objects.filter(Q(to_on=None) | Q(to_on__gt=from_on), person_id=person_id).exclude(id=but)
    other = (others.filter(from_on__lt=to_on) if to_on else others).first()
    if other is not None:
        raise DomainError(
            _("A leave from %(day)s is entered already, and these days overlap it. Change that one.")
            % {"day": date_format(other.from_on, "j M Y")},
            field="from_on",
        )


@transaction.atomic
def change_leave(*, leave: Leave, from_on: date, to_on: date | None, by: Viewer) -> Leave:
    """Correct the days of a leave; raises DomainError as `enter_leave` does."""
    _check_days(leave.person_id, from_on, to_on, but=leave.id)
    locked: Leave = Leave.objects.select_for_update(no_key=True).get(id=leave.id)
    locked.from_on, locked.to_on = from_on, to_on
    locked.save(update_fields=["from_on", "to_on"])
    record_about(locked.person_id, "person.away", by=by, from_on=from_on, to_on=to_on)
    return locked


@transaction.atomic
def remove_leave(*, leave: Leave, by: Viewer) -> None:
    """Take back a leave that was entered by mistake: its days count as any others."""
    record_about(leave.person_id, "person.away_ended", by=by, from_on=leave.from_on, to_on=leave.from_on)
    Leave.objects.filter(id=leave.id).delete()


@transaction.atomic
def end_leave(*, leave: Leave, to_on: date, by: Viewer) -> Leave:
    """Set the first day back of a leave; one that has not begun by then is taken back."""
    locked: Leave = Leave.objects.select_for_update(no_key=True).get(id=leave.id)
    locked.to_on = max(to_on, locked.from_on)
    if locked.to_on == locked.from_on:
        locked.delete()
    else:
        locked.save(update_fields=["to_on"])
    record_about(locked.person_id, "person.away_ended", by=by, from_on=locked.from_on, to_on=to_on)
    return locked
