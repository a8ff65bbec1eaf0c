"""Leaving: what ends, what stays, and the way back."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from rounds.core import events
from rounds.core.access import Viewer
from rounds.core.errors import OutOfOrder
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
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
