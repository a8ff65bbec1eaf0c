"""Writing many people at once, and taking it back: for imports. The caller records the one audit event.

Each function returns or takes a way back: plain JSON that says what was made and what stood there before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Department,
    Person,
    Site,
    TrainingProgram,
    TrainingProgramMember,
    TrainingRecord,
)

BATCH = 500
WayBack = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """One person to be made or changed. `stage` holds all columns of the career stage to open, ids included."""

    person_id: UUID
    is_new: bool
    fields: Mapping[str, Any] = field(default_factory=dict)
    stage: Mapping[str, Any] | None = None
    from_on: date


@dataclass(frozen=True, kw_only=True)
class LineEntry:
    """One line of authority, or with `training_program_id` one membership, that does not exist yet."""

    person_id: UUID
    kind: str
    from_on: date
    over_id: UUID | None = None
    training_program_id: UUID | None = None


@transaction.atomic(savepoint=False)
def make_places(*, model: type[Department | Site | TrainingProgram], names: Mapping[str, UUID]) -> WayBack:
    """Make departments, sites or training programs by name, with ids that the caller has chosen."""
    model._default_manager.bulk_create(
        [model(id=key, name=name) for name, key in names.items()], batch_size=BATCH
    )
    return {model._meta.model_name or "": [str(key) for key in names.values()]}


@transaction.atomic(savepoint=False)
def write_people(entries: Sequence[PersonEntry]) -> WayBack:
    """Create and change people and their career stages; values must be clean and unique already."""
    new = [entry for entry in entries if entry.is_new]
    Person.objects.bulk_create(
        [Person(id=entry.person_id, **entry.fields) for entry in new], batch_size=BATCH
    )
    changed = {entry.person_id: entry for entry in entries if not entry.is_new and entry.fields}
    before: dict[str, dict[str, Any]] = {}
    people = list(Person.objects.select_for_update(no_key=True).filter(id__in=list(changed)))
    names: set[str] = set()
    for person in people:
        fields = changed[person.id].fields
        before[str(person.id)] = {name: getattr(person, name) for name in fields}
        names.update(fields)
        for name, value in fields.items():
            setattr(person, name, value)
    if people:
        Person.objects.bulk_update(people, sorted(names), batch_size=BATCH)
    return {"people": [str(entry.person_id) for entry in new], "before": before, **_write_stages(entries)}


def _write_stages(entries: Sequence[PersonEntry]) -> WayBack:
    staged = {entry.person_id: entry for entry in entries if entry.stage is not None}
    old = [entry.person_id for entry in staged.values() if not entry.is_new]
    closed: dict[str, str] = {}
    to_close = []
    for start in range(0, len(old), BATCH):
        for stage in CareerStage.objects.select_for_update(no_key=True).filter(
            person_id__in=old[start : start + BATCH], to_on=None
        ):
            stage.to_on = max(stage.from_on, staged[stage.person_id].from_on)
            closed[str(stage.id)] = stage.to_on.isoformat()
            to_close.append(stage)
    CareerStage.objects.bulk_update(to_close, ["to_on"], batch_size=BATCH)
    starts = {stage.person_id: stage.to_on for stage in to_close}
    opened = [
        CareerStage(person_id=key, from_on=starts.get(key, entry.from_on), **(entry.stage or {}))
        for key, entry in staged.items()
    ]
    CareerStage.objects.bulk_create(opened, batch_size=BATCH)
    return {"stages": [str(stage.id) for stage in opened], "closed": closed}


@transaction.atomic(savepoint=False)
def write_lines(lines: Sequence[LineEntry]) -> WayBack:
    """Create lines of authority and memberships of training programs."""
    over = [
        AuthorityLine(subject_id=line.person_id, over_id=line.over_id, kind=line.kind, from_on=line.from_on)
        for line in lines
        if line.over_id is not None
    ]
    members = [
        TrainingProgramMember(
            training_program_id=line.training_program_id,
            person_id=line.person_id,
            kind=line.kind,
            from_on=line.from_on,
        )
        for line in lines
        if line.training_program_id is not None
    ]
    AuthorityLine.objects.bulk_create(over, batch_size=BATCH)
    TrainingProgramMember.objects.bulk_create(members, batch_size=BATCH)
    return {"lines": [str(line.id) for line in over], "members": [str(member.id) for member in members]}


@transaction.atomic(savepoint=False)
def write_training(done: Mapping[UUID, date], *, title: str) -> WayBack:
    """Record one mentor training a person; a training of the same title and day is there already."""
    known = set(
        TrainingRecord.objects.filter(person_id__in=list(done), title=title).values_list(
            "person_id", "done_on"
        )
    )
    records = [
        TrainingRecord(person_id=key, title=title, done_on=day)
        for key, day in done.items()
        if (key, day) not in known
    ]
    TrainingRecord.objects.bulk_create(records, batch_size=BATCH)
    return {"training": [str(record.id) for record in records]}


@transaction.atomic(savepoint=False)
def take_back(way: WayBack) -> list[str]:
    """Undo what the functions above did; return the ids of people who are in use since and stay."""
    for model, key in (
        (AuthorityLine, "lines"),
        (TrainingProgramMember, "members"),
        (TrainingRecord, "training"),
    ):
        _delete(model, way.get(key, []))
    _delete(CareerStage, way.get("stages", []))
    reopened = way.get("closed", {})
    for start in range(0, len(reopened), BATCH):
        ids = list(reopened)[start : start + BATCH]
        taken = set(
            CareerStage.objects.filter(
                to_on=None, person__in=CareerStage.objects.filter(id__in=ids).values("person")
            ).values_list("person_id", flat=True)
        )
        CareerStage.objects.filter(id__in=ids).exclude(person_id__in=taken).update(to_on=None)
    _put_back(way.get("before", {}))
    stay = _delete_people(way.get("people", []))
    for place, key in ((TrainingProgram, "trainingprogram"), (Department, "department"), (Site, "site")):
        _delete_unused(place, way.get(key, []))
    return stay


def _delete(model: Any, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), BATCH):
        model.objects.filter(id__in=ids[start : start + BATCH]).delete()


def _put_back(before: Mapping[str, Mapping[str, Any]]) -> None:
    people = list(Person.objects.select_for_update(no_key=True).filter(id__in=list(before)))
    names: set[str] = set()
    for person in people:
        for name, value in before[str(person.id)].items():
            setattr(person, name, value)
            names.add(name)
    if people:
        Person.objects.bulk_update(people, sorted(names), batch_size=BATCH)


def _delete_people(ids: Sequence[str]) -> list[str]:
    """Delete people whom nothing else holds: no login, no row of another domain that protects them."""
    stay = [
        str(key) for key in Person.objects.filter(id__in=ids).exclude(user=None).values_list("id", flat=True)
    ]
    going = [key for key in ids if key not in set(stay)]
    for start in range(0, len(going), BATCH):
        batch = going[start : start + BATCH]
        while batch:
            try:
                with transaction.atomic():
                    Person.objects.filter(id__in=batch).delete()
                break
            except ProtectedError as error:
                held = {str(value) for row in error.protected_objects for value in _people_of(row)} & set(
                    batch
                )
                if not held:
                    raise
                stay.extend(sorted(held))
                batch = [key for key in batch if key not in held]
    return stay


def _people_of(row: Any) -> list[UUID]:
    keys = [name.attname for name in row._meta.fields if name.related_model is Person]
    return [getattr(row, key) for key in keys if getattr(row, key)]


def _delete_unused(model: type[Any], ids: Sequence[str]) -> None:
    for key in ids:
        try:
            with transaction.atomic():
                model.objects.filter(id=key).delete()
        except ProtectedError:
            continue
