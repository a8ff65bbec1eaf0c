"""Taking over what a schedule says, and taking it back: for imports. The caller records the one audit event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from rounds.core.clock import now
from rounds.core.database.bulk_rows import Way, among, delete_rows, ready_inserts, ready_updates, values_by_id
from rounds.people.models import Person
from rounds.programs.models import Rotation
from rounds.programs.selectors.rotations import rotations_of


@dataclass(frozen=True)
class NewRotation:
    """One rotation that a schedule says: from one day until before another."""

    person_id: UUID
    name: str
    kind: str
    from_on: date
    to_on: date
    site: str = ""
    row: int | None = None
    import_id: UUID | None = None


@dataclass(frozen=True)
class RotationPlan:
    """What taking over a schedule would do: new rows, rows that are replaced, what is left of those, rows that stay."""

    create: Sequence[NewRotation]
    close: Sequence[Rotation]
    remain: Sequence[NewRotation]
    same: int


def plan_rotations(said: Sequence[NewRotation], *, is_whole: bool) -> RotationPlan:
    """Compare a schedule with what is on record. Nothing is written.

    A whole schedule says everything of its people between its first and its last day: what is on record then and not in
    it is replaced. One with open questions replaces only what shares a day with what it says. What is on record before
    and after stays, shortened where it must be.
    """
    by_person: dict[UUID, list[NewRotation]] = {}
    for one in said:
        by_person.setdefault(one.person_id, []).append(one)
    known: dict[UUID, list[Rotation]] = {}
    for row in rotations_of(by_person):
        known.setdefault(row.person_id, []).append(row)
    create: list[NewRotation] = []
    close: list[Rotation] = []
    remain: list[NewRotation] = []
    same = 0
    for person_id, new in by_person.items():
        old = {_facts(row): row for row in known.get(person_id, ())}
        fresh = [one for one in new if _facts(one) not in old]
        same += len(new) - len(fresh)
        create += fresh
        kept = {_facts(one) for one in new}
        spans = [(min(one.from_on for one in new), max(one.to_on for one in new))]
        if not is_whole:
            spans = [(one.from_on, one.to_on) for one in fresh]
        for facts, row in old.items():
            if facts not in kept and any(row.from_on < to and first < row.to_on for first, to in spans):
                close.append(row)
                remain += _left_of(row, spans)
    return RotationPlan(create, close, remain, same)


def _facts(one: NewRotation | Rotation) -> tuple[Any, ...]:
    return (one.name, one.kind, one.from_on, one.to_on, one.site)


def _left_of(row: Rotation, spans: Sequence[tuple[date, date]]) -> list[NewRotation]:
    """Return the days of a replaced row that a schedule says nothing of."""
    left = [(row.from_on, row.to_on)]
    for first, to in spans:
        left = [
            piece
            for begins, ends in left
            for piece in ((begins, min(ends, first)), (max(begins, to), ends))
            if piece[0] < piece[1]
        ]
    whole = NewRotation(
        row.person_id, row.name, row.kind, row.from_on, row.to_on, row.site, row.source_row, row.import_id
    )
    return [replace(whole, from_on=begins, to_on=ends) for begins, ends in left]


@transaction.atomic
def write_rotations(plan: RotationPlan) -> Way:
    """Write a plan in the caller's transaction; return the way back."""
    people = {one.person_id for one in plan.create} | {row.person_id for row in plan.close}
    _locked(people)
    moment = now()
    for rows in ready_updates(Rotation, {row.id: {"replaced_at": moment} for row in plan.close}):
        rows.write()
    made = [_row(one) for one in (*plan.create, *plan.remain)]
    ready_inserts(Rotation, made).write()
    return {
        "rotations": [str(row.id) for row in made],
        "replaced_rotations": [str(row.id) for row in plan.close],
    }


def _locked(people: Iterable[UUID]) -> None:
    """Let one schedule at a time change somebody's rotations: the database checks overlaps row by row."""
    list(Person.objects.select_for_update(no_key=True).filter(id__in=among(people)).order_by("id"))


def _row(one: NewRotation) -> Rotation:
    return Rotation(
        person_id=one.person_id,
        name=one.name[:120],
        kind=one.kind,
        from_on=one.from_on,
        to_on=one.to_on,
        site=one.site[:120],
        source_row=one.row,
        import_id=one.import_id,
    )


@transaction.atomic(savepoint=False)
def take_back_rotations(way: Mapping[str, Any]) -> int:
    """Delete what a schedule wrote and let what it replaced count again; return how many rows stay.

    A row stays, replaced, that something was written about since; so does a row that a newer schedule has replaced.
    """
    ids = way.get("rotations", [])
    replaced = [UUID(key) for key in way.get("replaced_rotations", [])]
    if not ids and not replaced:
        return 0
    found = values_by_id(Rotation, {UUID(key) for key in ids}, "person_id")
    _locked({person for (person,) in found.values()})
    stay = delete_rows(Rotation, ids)
    for rows in ready_updates(Rotation, {key: {"replaced_at": now()} for key in stay}):
        rows.write()
    for rows in ready_updates(Rotation, {key: {"replaced_at": None} for key in _free_again(replaced)}):
        rows.write()
    return len(stay)


def _free_again(ids: Iterable[UUID]) -> list[UUID]:
    """Return the replaced rows with days that no row has that counts by now."""
    rows = list(Rotation.objects.filter(id__in=among(ids)))
    taken: dict[UUID, list[Rotation]] = {}
    for row in rotations_of({row.person_id for row in rows}):
        taken.setdefault(row.person_id, []).append(row)
    return [
        row.id
        for row in rows
        if not any(
            row.from_on < other.to_on and other.from_on < row.to_on for other in taken.get(row.person_id, ())
        )
    ]
