"""Bringing back somebody who was recorded as leaving: what ended with that day goes on where it still can."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import STAFF
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Leaving,
    Person,
    RoleAssignment,
    TrainingProgramMember,
)
from rounds.people.services.leaving import ENDS
from rounds.people.services.recording import record_about

# Until then bringing back corrects a mistake. Later, a role that reads others' records takes two people, as any does.
UNDO_TIME = timedelta(hours=24)
# What two open rows of one person must not share.
ONCE: dict[type[models.Model], tuple[str, ...]] = {
    CareerStage: ("person_id",),
    TrainingProgramMember: ("training_program_id", "person_id", "kind"),
    RoleAssignment: ("person_id", "role", "scope_id"),
    AuthorityLine: ("subject_id", "over_id", "kind"),
}
ROLES: list[type[models.Model]] = [RoleAssignment]


def add_ending_role(model: type[models.Model], *, once: tuple[str, ...]) -> None:
    """Register roles of a higher rung, which end with somebody's last day and go on when they are brought back.

    The model has `person`, `role`, `from_on` and `to_on`; two open rows of one person must not share `once`.
    """
    ENDS[model], ONCE[model] = ("person_id",), once
    ROLES.append(model)


@dataclass(frozen=True)
class Return:
    """What of a leaving can go on: rows by model, and how many were replaced, given again or lost their other side."""

    person: Person
    leaving: Leaving | None
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    stays: int = 0

    @property
    def stage(self) -> CareerStage | None:
        return next(iter(self.rows.get(CareerStage, [])), None)

    @property
    def roles(self) -> list[Any]:
        return [row for model in ROLES for row in self.rows.get(model, [])]

    @property
    def memberships(self) -> list[TrainingProgramMember]:
        return self.rows.get(TrainingProgramMember, [])

    @property
    def lines(self) -> list[AuthorityLine]:
        return self.rows.get(AuthorityLine, [])

    @property
    def can_sign_in(self) -> bool:
        return self.person.user is not None and self.person.user.is_active


def plan_return(person: Person) -> Return:
    """Return what would go on if a person came back. Writes nothing."""
    leaving: Leaving | None = (
        Leaving.objects.filter(person=person, on=person.left_on, back_on=None)
        .order_by("-recorded_at")
        .first()
    )
    if leaving is None:
        return Return(person, None)
    rows = {model: _rows(model, leaving) for model in ONCE}
    ended = sum(len(ids) for ids in leaving.ended.values())
    return Return(person, leaving, rows, ended - sum(map(len, rows.values())))


def _rows(model: type[models.Model], leaving: Leaving) -> list[Any]:
    """Return rows that nobody has changed since, that no open row replaces, and whose other person is still here."""
    ids = leaving.ended.get(model.__name__, [])
    ended = model._default_manager.filter(id__in=ids).filter(Q(to_on=leaving.on) | Q(to_on=F("from_on")))
    if model is AuthorityLine:
        gone = Person.objects.exclude(left_on=None, merged_into=None).exclude(id=leaving.person_id)
        ended = ended.exclude(subject__in=gone).exclude(over__in=gone)
    keys = ONCE[model]
    owner = Q()
    for key in ENDS[model]:
        owner |= Q(**{key: leaving.person_id})
    taken = set(model._default_manager.filter(owner, to_on=None).values_list(*keys))
    if model in ROLES and now() - leaving.recorded_at > UNDO_TIME:
        ended = ended.exclude(role__in=STAFF)
    return [row for row in ended if tuple(getattr(row, key) for key in keys) not in taken]


@transaction.atomic
def bring_back(*, person: Person, on: date, by: Viewer) -> Return:
    """Take a leaving back: from its own day as if it had never been, from a later day with the gap in the history.

    Stage, roles, places in training programs and lines go on where nothing took their place; sign-in counts
    again. Raises DomainError naming "on".
    """
    person = (
        Person.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(id=person.id)
    )
    if person.left_on is None:
        raise OutOfOrder(_("%(name)s is here already. Open the person again.") % {"name": person.full_name})
    left_on = person.left_on
    if not left_on <= on <= max(institution_today(), by.today(), left_on):
        raise DomainError(
            _("Choose a day from %(first)s until today.") % {"first": date_format(left_on, "j M Y")},
            field="on",
        )
    plan = plan_return(person)
    for model, rows in plan.rows.items():
        if on == left_on:
            model._default_manager.filter(id__in=[row.id for row in rows]).update(to_on=None)
        else:
            model._default_manager.bulk_create([_again(row, on) for row in rows])
    if plan.leaving is not None:
        Leaving.objects.filter(id=plan.leaving.id).update(back_on=on)
    Person.objects.filter(id=person.id).update(left_on=None)
    person.left_on = None
    record_about(
        person.id,
        "person.back",
        by=by,
        left_on=left_on,
        on=on,
        back=Counter({model.__name__: len(rows) for model, rows in plan.rows.items()}),
        stays=plan.stays,
        roles=[role.role for role in plan.roles],
    )
    return plan


@transaction.atomic
def take_back_leaving(*, way_back: dict[str, Any], by: Viewer) -> None:
    """Bring a whole batch back from its own day; who is back already, or has left again, stays as they are."""
    on = date.fromisoformat(way_back["on"])
    gone = Person.objects.filter(id__in=way_back["people"], left_on=on).order_by("id")
    # All of them before the first is written of: the audit chain comes last.
    for person in list(gone.select_for_update(no_key=True)):
        bring_back(person=person, on=on, by=by)


def _again(row: Any, on: date) -> Any:
    """Return the same fact once more, from a later day, recorded now."""
    names = {one.attname for one in row._meta.concrete_fields} - {"id", "recorded_at"}
    values = {name: getattr(row, name) for name in names}
    return type(row)(**{**values, "from_on": max(on, row.from_on), "to_on": None})
