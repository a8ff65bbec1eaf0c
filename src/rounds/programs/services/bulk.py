"""Writing many enrollments at once, and taking it back: for imports. The caller records the one audit event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from rounds.core.clock import now
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
from rounds.programs.enums import ENROLLMENT_TRANSITIONS, EnrollmentHow, EnrollmentState
from rounds.programs.models import Cohort, Enrollment, Exclusion, Intake, Wish
from rounds.programs.services.enrollments import NewEnrollment, check_numbers, take_numbers
from rounds.programs.values.answers import answers_from_json

NUMBERS = ("demand", "capacity", "outside_mentees", "hours_per_month")


@dataclass(frozen=True)
class ReadyEnrollments:
    """Enrollments and prefilled answers worked out ahead, with what was there when they were."""

    enrollments: Mapping[UUID, Enrollment]  # by person
    rows: Sequence[ReadyRows]
    way_back: Mapping[str, Any]
    before: Mapping[UUID, tuple[Any, ...]]
    intakes_before: Mapping[UUID, tuple[Any, ...]] = field(default_factory=dict)
    # The same of every enrollment that was there, changed or not.
    found: Mapping[UUID, tuple[Any, ...]] = field(default_factory=dict)


def prepare_enrollments(
    *, cohort: Cohort, people: Sequence[NewEnrollment], takes_part: bool = True
) -> ReadyEnrollments:
    """Work out who is enrolled on one side, and whose numbers change.

    Without `takes_part` whoever is not on record here is put there as withdrawn, and nobody comes back.
    """
    side = people[0].side if people else ""
    wanted = {entry.person_id for entry in people}
    existing = {
        one.person_id: one
        for one in Enrollment.objects.filter(cohort=cohort, side=side)
        if one.person_id in wanted
    }
    found = {one.id: _as_it_is(one) for one in existing.values()}
    before: dict[UUID, tuple[Any, ...]] = {}
    added: list[Enrollment] = []
    changes: dict[UUID, dict[str, Any]] = {}
    for entry in people:
        check_numbers(entry)
        enrollment = existing.get(entry.person_id)
        if enrollment is None:
            enrollment = Enrollment(
                cohort=cohort,
                person_id=entry.person_id,
                side=side,
                state=EnrollmentState.ENROLLED if takes_part else EnrollmentState.WITHDRAWN,
                how=EnrollmentHow.IMPORT,
            )
            take_numbers(enrollment, entry)
            existing[entry.person_id] = enrollment
            added.append(enrollment)
            continue
        was = _as_it_is(enrollment)
        back = EnrollmentState.ENROLLED in ENROLLMENT_TRANSITIONS[EnrollmentState(enrollment.state)]
        if takes_part and enrollment.state == EnrollmentState.WITHDRAWN and back:
            enrollment.state, enrollment.state_at = EnrollmentState.ENROLLED, now()
        if take_numbers(enrollment, entry) or enrollment.state != was[0]:
            before[enrollment.id] = was
            changes[enrollment.id] = {
                name: getattr(enrollment, name) for name in ("state", "state_at", *NUMBERS)
            }
    way = {
        "enrollments": [str(one.id) for one in added],
        "enrollments_before": {
            str(key): dict(zip(("state", *NUMBERS), was, strict=True)) for key, was in before.items()
        },
    }
    rows = [ready_inserts(Enrollment, added), *ready_updates(Enrollment, changes)]
    return ReadyEnrollments(existing, rows, way, before, found=found)


def _as_it_is(enrollment: Enrollment) -> tuple[Any, ...]:
    return tuple(getattr(enrollment, name) for name in ("state", *NUMBERS))


def prepare_prefilled(
    ready: ReadyEnrollments,
    *,
    given: Mapping[UUID, Mapping[str, Any]],
    fresh: Mapping[UUID, dict[str, Any]],
    side: str,
) -> ReadyEnrollments:
    """Add what a file says of people's answers, by enrollment; what they submitted themselves is left alone.

    `fresh` holds the same answers as they are stored where there were none.
    """
    new: list[Intake] = []
    changes: dict[UUID, dict[str, Any]] = {}
    before: dict[UUID, tuple[Any, ...]] = {}
    intakes = Intake.objects.filter(enrollment_id__in=among(given)).order_by("version")
    latest = {intake.enrollment_id: intake for intake in intakes.iterator(chunk_size=BATCH)}
    for key, answers in given.items():
        found = latest.get(key)
        if found is None:
            new.append(Intake(enrollment_id=key, version=1, answers=fresh[key]))
            continue
        if found.submitted_at is not None:
            continue
        merged = answers_from_json(side, {**found.answers, **answers}).to_json()
        if merged != found.answers:
            before[found.id] = (found.answers, None)
            changes[found.id] = {"answers": merged}
    way = {
        "intakes": [str(intake.id) for intake in new],
        "intakes_before": {str(key): answers for key, (answers, _none) in before.items()},
    }
    rows = [*ready.rows, ready_inserts(Intake, new), *ready_updates(Intake, changes)]
    return replace(ready, rows=rows, way_back={**ready.way_back, **way}, intakes_before=before)


@transaction.atomic(savepoint=False)
def write_enrollments(ready: ReadyEnrollments, *, as_found: bool = False) -> Way:
    """Write what was made ready; return the way back. Raises OutOfOrder when it was changed meanwhile.

    With `as_found` those that the file leaves alone must not have changed either.
    """
    before = ready.found if as_found else ready.before
    enrollments = values_by_id(Enrollment, list(before), "state", *NUMBERS, lock=True)
    intakes = values_by_id(Intake, list(ready.intakes_before), "answers", "submitted_at", lock=True)
    if enrollments != before or intakes != ready.intakes_before:
        raise OutOfOrder(
            _("People answered while the rows were made ready. Look at the new counts and import again.")
        )
    try:
        with transaction.atomic():
            for rows in ready.rows:
                rows.write()
    except IntegrityError as error:
        raise OutOfOrder(
            _("People were enrolled while the rows were made ready. Look at the new counts and import again.")
        ) from error
    return dict(ready.way_back)


@transaction.atomic(savepoint=False)
def write_named_people(
    *, wishes: Mapping[UUID, Sequence[UUID]], exclusions: Mapping[UUID, Sequence[UUID]]
) -> Way:
    """Keep ranked wishes and exclusions of enrollments that have none yet."""
    have = set(Wish.objects.filter(enrollment_id__in=among(wishes)).values_list("enrollment_id", flat=True))
    made = [
        Wish(enrollment_id=key, rank=rank, person_id=person)
        for key, people in wishes.items()
        if key not in have
        for rank, person in enumerate(people, 1)
    ]
    ready_inserts(Wish, made).write()
    closed = set(
        Exclusion.objects.filter(enrollment_id__in=among(exclusions)).values_list("enrollment_id", flat=True)
    )
    sealed = []
    for key, people in exclusions.items():
        for person in people if key not in closed else ():
            exclusion = Exclusion(enrollment_id=key)
            exclusion.seal_value({"person": str(person)})
            sealed.append(exclusion)
    ready_inserts(Exclusion, sealed).write()
    return {"wishes": [str(one.id) for one in made], "exclusions": [str(one.id) for one in sealed]}


@transaction.atomic(savepoint=False)
def take_back_enrollments(way: Mapping[str, Any]) -> int:
    """Undo what the functions above did; return how many enrollments stay because they are in use since.

    An enrollment whose owner has submitted answers, or that is in a pair, stays.
    """
    for model, key in ((Wish, "wishes"), (Exclusion, "exclusions")):
        delete_rows(model, way.get(key, []))
    fixed = _submitted([*way.get("intakes", []), *way.get("intakes_before", {})])
    restored = {
        UUID(key): {"answers": answers}
        for key, answers in way.get("intakes_before", {}).items()
        if UUID(key) not in fixed
    }
    before = {UUID(key): was for key, was in way.get("enrollments_before", {}).items()}
    for rows in (*ready_updates(Intake, restored), *ready_updates(Enrollment, before)):
        rows.write()
    delete_rows(Intake, [key for key in way.get("intakes", []) if UUID(key) not in fixed])
    return _delete_enrollments(way.get("enrollments", []))


def _submitted(ids: Sequence[str]) -> set[UUID]:
    rows = Intake.objects.filter(id__in=among(ids)).exclude(submitted_at=None)
    return set(rows.values_list("id", flat=True))


def _delete_enrollments(ids: Sequence[str]) -> int:
    stay, referred = 0, list(delete_rows(Enrollment, ids))
    for start in range(0, len(referred), BATCH):
        batch = referred[start : start + BATCH]
        going = Enrollment.objects.filter(id__in=batch).exclude(intakes__submitted_at__isnull=False)
        try:
            with transaction.atomic():
                stay += len(batch) - going.delete()[1].get("programs.Enrollment", 0)
        except ProtectedError as error:
            held = {value for row in error.protected_objects for value in ids_in(row, Enrollment)}
            stay += len(batch) - going.exclude(id__in=held).delete()[1].get("programs.Enrollment", 0)
    return stay
