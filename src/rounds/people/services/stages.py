"""Career stages: the next one, the correction of a wrong one, and one that is taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import CareerStage, Person
from rounds.people.services.recording import record_about

STAGE_FIELDS = (
    "tier",
    "track",
    "title",
    "rank",
    "department",
    "section",
    "specialty",
    "site",
    "fte",
    "pgy",
)


@retried
def record_stage(*, person: Person, by: Viewer, from_on: date, **fields: Any) -> CareerStage:
    """Close the open career stage on `from_on` and open a new one. For somebody who has left it records the return."""
    current: CareerStage | None = (
        CareerStage.objects.select_for_update(no_key=True).filter(person=person, to_on=None).first()
    )
    if current:
        if from_on < current.from_on:
            raise DomainError(
                _("%(person)s's current stage began on %(day)s. Choose that day or a later one.")
                % {"person": person.full_name, "day": date_format(current.from_on, "j M Y")},
                field="from_on",
            )
        if current.from_on == from_on and all(getattr(current, name) == fields[name] for name in fields):
            return current
        CareerStage.objects.filter(id=current.id).update(to_on=from_on)
    # Somebody who has left comes back: sign-in counts again, roles have to be given again.
    Person.objects.filter(id=person.id, left_on__lte=from_on).update(left_on=None)
    stage: CareerStage = CareerStage.objects.create(person=person, from_on=from_on, **fields)
    record_about(person.id, "person.stage", by=by, tier=stage.tier, pgy=stage.pgy, from_on=from_on)
    return stage


@transaction.atomic
def correct_stage(*, stage: CareerStage, by: Viewer, **fields: Any) -> CareerStage:
    """Put another row in the place of one that was recorded wrongly; same dates, other facts.

    The wrong row stays with an empty interval [from_on, from_on): history shows what was believed, and when.
    """
    old = CareerStage.objects.select_for_update(no_key=True).get(id=stage.id)
    if old.is_replaced:
        raise OutOfOrder(_("Somebody has corrected this stage already. Open the person again to see it."))
    to_on = old.to_on
    CareerStage.objects.filter(id=old.id).update(to_on=old.from_on)
    values = {name: getattr(old, name) for name in STAGE_FIELDS} | fields
    corrected: CareerStage = CareerStage.objects.create(
        person_id=old.person_id, from_on=old.from_on, to_on=to_on, **values
    )
    changed = sorted(name for name in STAGE_FIELDS if getattr(old, name) != getattr(corrected, name))
    record_about(old.person_id, "person.stage_correct", by=by, fields=changed)
    return corrected


@transaction.atomic
def take_back_stage(*, stage: CareerStage, by: Viewer) -> CareerStage | None:
    """Take back a stage that never was: the one before it goes on in its place. Return that one, None where there was none.

    The row stays with an empty interval, as a corrected one does.
    """
    old = CareerStage.objects.select_for_update(no_key=True).get(id=stage.id)
    if old.is_replaced:
        raise OutOfOrder(_("Somebody has corrected this stage already. Open the person again to see it."))
    CareerStage.objects.filter(id=old.id).update(to_on=old.from_on)
    before = stage_before(old)
    if before is not None:
        CareerStage.objects.filter(id=before.id).update(to_on=old.to_on)
    record_about(old.person_id, "person.stage_taken_back", by=by, from_on=old.from_on)
    return before


def stage_before(stage: CareerStage) -> CareerStage | None:
    """Return the stage that ended when this one began."""
    found: CareerStage | None = (
        CareerStage.objects.filter(person_id=stage.person_id, to_on=stage.from_on)
        .exclude(from_on=stage.from_on)
        .first()
    )
    return found
