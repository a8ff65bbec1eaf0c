"""Writing many people at once, and taking it back: for imports. The caller records the one audit event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import (
    BATCH,
    ReadyRows,
    Way,
    among,
    delete_rows,
    ids_in,
    ready_inserts,
    ready_updates,
    values_by_id,
)
from rounds.core.errors import OutOfOrder
from rounds.people.enums import DIRECTING, OriginKind
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
from rounds.people.services import end_roles_of_former_directors
from rounds.people.services.recording import note_origins


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
def make_places(*, model: type[Department | Site | TrainingProgram], names: Mapping[str, UUID]) -> None:
    """Make departments, sites or training programs by name, with ids that the caller has chosen."""
    model._default_manager.bulk_create(
        [model(id=key, name=name) for name, key in names.items()], batch_size=BATCH
    )


def way_of_places(*, model: type[Department | Site | TrainingProgram], names: Mapping[str, UUID]) -> Way:
    """Return what takes places back that are made with these ids."""
    return {model._meta.model_name or "": [str(key) for key in names.values()]}


@dataclass(frozen=True)
class ReadyPeople:
    """People and career stages worked out ahead, with what was there when they were."""

    inserts: Sequence[ReadyRows]
    updates: Sequence[ReadyRows]
    way_back: Way
    # Columns and their values by person, and open stages with their start: they must still be so when written.
    names: Sequence[str]
    people_before: Mapping[UUID, tuple[Any, ...]]
    stages_before: Mapping[UUID, tuple[Any, ...]]


def prepare_people(entries: Sequence[PersonEntry]) -> ReadyPeople:
    """Work out the rows of people and their career stages; values must be clean and unique already."""
    new = [entry for entry in entries if entry.is_new]
    changed = {entry.person_id: entry.fields for entry in entries if not entry.is_new and entry.fields}
    names = sorted({name for fields in changed.values() for name in fields})
    people_before = values_by_id(Person, list(changed), *names)
    before = {
        str(key): {name: value for name, value in zip(names, values, strict=True) if name in changed[key]}
        for key, values in people_before.items()
    }
    staged = {entry.person_id: entry for entry in entries if entry.stage is not None}
    stages_before = _open_stages([key for key, entry in staged.items() if not entry.is_new])
    ends = {
        stage_id: (person, max(from_on, staged[person].from_on))
        for stage_id, (person, from_on) in stages_before.items()
    }
    starts = dict(ends.values())
    opened = [
        CareerStage(person_id=key, from_on=starts.get(key, entry.from_on), **(entry.stage or {}))
        for key, entry in staged.items()
    ]
    return ReadyPeople(
        inserts=[
            ready_inserts(Person, [Person(id=entry.person_id, **entry.fields) for entry in new]),
            ready_inserts(CareerStage, opened),
        ],
        updates=[
            *ready_updates(Person, changed),
            *ready_updates(CareerStage, {key: {"to_on": day} for key, (_person, day) in ends.items()}),
        ],
        way_back={
            "people": [str(entry.person_id) for entry in new],
            "before": before,
            "stages": [str(stage.id) for stage in opened],
            "closed": {str(key): day.isoformat() for key, (_person, day) in ends.items()},
        },
        names=names,
        people_before=people_before,
        stages_before=stages_before,
    )


@transaction.atomic(savepoint=False)
def write_people(ready: ReadyPeople) -> Way:
    """Create and change people and their career stages; raises OutOfOrder when they were changed meanwhile."""
    people = values_by_id(Person, list(ready.people_before), *ready.names, lock=True)
    stages = values_by_id(CareerStage, list(ready.stages_before), "person_id", "from_on", "to_on", lock=True)
    still_open = {key: values[:2] for key, values in stages.items() if values[2] is None}
    if people != ready.people_before or still_open != ready.stages_before:
        raise OutOfOrder(
            _("People were changed while the rows were made ready. Look at the new counts and import again.")
        )
    for rows in (*ready.updates, *ready.inserts):
        rows.write()
    return ready.way_back


def note_hands(entries: Sequence[PersonEntry], *, by: Viewer) -> None:
    """Note who brought these people, and whose address they chose."""
    note_origins([one.person_id for one in entries if one.is_new], OriginKind.CREATED, by=by)
    addressed = [one.person_id for one in entries if not one.is_new and "email" in one.fields]
    note_origins(addressed, OriginKind.ADDRESS, by=by)


def _open_stages(people: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """Return person and first day by open stage."""
    stages = CareerStage.objects.filter(person_id__in=among(people), to_on=None)
    return {row[0]: row[1:] for row in stages.values_list("id", "person_id", "from_on")}


@transaction.atomic(savepoint=False)
def write_lines(lines: Sequence[LineEntry]) -> Way:
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
    ready_inserts(AuthorityLine, over).write()
    ready_inserts(TrainingProgramMember, members).write()
    return {"lines": [str(line.id) for line in over], "members": [str(member.id) for member in members]}


@transaction.atomic(savepoint=False)
def write_training(done: Mapping[UUID, date | None], *, title: str) -> Way:
    """Record one mentor training a person, None for a day that is not known.

    A training of the same title and day stays as it is; one without a day takes the day that is known now.
    """
    known: dict[UUID, dict[date | None, UUID]] = {}
    rows = TrainingRecord.objects.filter(person_id__in=among(done), title=title)
    for person_id, day, record_id in rows.values_list("person_id", "done_on", "id"):
        known.setdefault(person_id, {})[day] = record_id
    records, dated = [], {}
    for person_id, day in done.items():
        have = known.get(person_id, {})
        if day in have or (day is None and have):
            continue
        if None in have:
            dated[have[None]] = {"done_on": day}
        else:
            records.append(TrainingRecord(person_id=person_id, title=title, done_on=day))
    for ready in (ready_inserts(TrainingRecord, records), *ready_updates(TrainingRecord, dated)):
        ready.write()
    return {
        "training": [str(record.id) for record in records],
        "training_dated": [str(key) for key in dated],
    }


@transaction.atomic(savepoint=False)
def take_back(way: Way, *, by: Viewer) -> list[str]:
    """Undo what the functions above did; return the ids of people who are in use since and stay.

    Whoever was given a role as director of a training program since loses it with the membership.
    """
    directed = _directed(way.get("members", []))
    for model, key in (
        (AuthorityLine, "lines"),
        (TrainingProgramMember, "members"),
        (TrainingRecord, "training"),
    ):
        _delete(model, way.get(key, []))
    if directed:
        end_roles_of_former_directors(directed=directed, by=by)
    TrainingRecord.objects.filter(id__in=among(way.get("training_dated", []))).update(done_on=None)
    _delete(CareerStage, way.get("stages", []))
    _reopen(way.get("closed", {}))
    _put_back(way.get("before", {}))
    stay = _delete_people(way.get("people", []))
    for place, key in ((TrainingProgram, "trainingprogram"), (Department, "department"), (Site, "site")):
        _delete_unused(place, way.get(key, []))
    return stay


def _directed(members: Sequence[str]) -> set[tuple[UUID, UUID]]:
    """Return person and training program of the open memberships of directors."""
    if not members:
        return set()
    found = TrainingProgramMember.objects.filter(id__in=among(members), to_on=None, kind__in=DIRECTING)
    return set(found.values_list("person_id", "training_program_id"))


def _delete(model: Any, ids: Sequence[str]) -> None:
    held = list(delete_rows(model, ids))
    for start in range(0, len(held), BATCH):
        model.objects.filter(id__in=held[start : start + BATCH]).delete()


def _reopen(stages: Iterable[str]) -> None:
    """Open career stages again whose people have no open one by now."""
    people = dict(CareerStage.objects.filter(id__in=among(stages)).values_list("id", "person_id"))
    taken = set(
        CareerStage.objects.filter(to_on=None, person_id__in=among(people.values())).values_list(
            "person_id", flat=True
        )
    )
    open_again = {key: {"to_on": None} for key, person in people.items() if person not in taken}
    for rows in ready_updates(CareerStage, open_again):
        rows.write()


def _put_back(before: Mapping[str, Mapping[str, Any]]) -> None:
    for rows in ready_updates(Person, {UUID(key): values for key, values in before.items()}):
        rows.write()


def _delete_people(ids: Sequence[str]) -> list[str]:
    """Delete people whom nothing else holds: no login, no row of another domain that protects them."""
    users = set(Person.objects.filter(id__in=among(ids)).exclude(user=None).values_list("id", flat=True))
    stay = [str(key) for key in users]
    going = [str(key) for key in delete_rows(Person, [key for key in ids if key not in set(stay)])]
    for start in range(0, len(going), BATCH):
        batch = going[start : start + BATCH]
        while batch:
            try:
                with transaction.atomic():
                    Person.objects.filter(id__in=batch).delete()
                break
            except ProtectedError as error:
                held = {str(value) for row in error.protected_objects for value in ids_in(row, Person)} & set(
                    batch
                )
                if not held:
                    raise
                stay.extend(sorted(held))
                batch = [key for key in batch if key not in held]
    return stay


def _delete_unused(model: type[Any], ids: Sequence[str]) -> None:
    for key in ids:
        try:
            with transaction.atomic():
                model.objects.filter(id=key).delete()
        except ProtectedError:
            continue
