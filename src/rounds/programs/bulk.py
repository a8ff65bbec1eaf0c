"""Writing many enrollments at once, and taking it back: for imports. The caller records the one audit event.

A way back is plain JSON that says what was made and what stood there before.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from rounds.core.clock import now
from rounds.programs.answers import answers_from_json
from rounds.programs.enums import ENROLLMENT_TRANSITIONS, EnrollmentHow, EnrollmentState
from rounds.programs.models import Cohort, Enrollment, Exclusion, Intake, Wish
from rounds.programs.services.enrollments import NewEnrollment, check_numbers, take_numbers

BATCH = 500
NUMBERS = ("demand", "capacity", "outside_mentees", "hours_per_month")


@transaction.atomic(savepoint=False)
def write_enrollments(
    *, cohort: Cohort, people: Sequence[NewEnrollment]
) -> tuple[dict[UUID, Enrollment], dict[str, Any]]:
    """Enroll people on one side, or change their numbers; return enrollments by person, and the way back."""
    side = people[0].side if people else ""
    existing = {
        one.person_id: one
        for one in Enrollment.objects.select_for_update(no_key=True).filter(cohort=cohort, side=side)
    }
    added, changed, before = [], [], {}
    for entry in people:
        check_numbers(entry)
        enrollment = existing.get(entry.person_id)
        if enrollment is None:
            enrollment = Enrollment(
                cohort=cohort,
                person_id=entry.person_id,
                side=side,
                state=EnrollmentState.ENROLLED,
                how=EnrollmentHow.IMPORT,
            )
            take_numbers(enrollment, entry)
            existing[entry.person_id] = enrollment
            added.append(enrollment)
            continue
        was = {name: getattr(enrollment, name) for name in ("state", *NUMBERS)}
        back = EnrollmentState.ENROLLED in ENROLLMENT_TRANSITIONS[EnrollmentState(enrollment.state)]
        if enrollment.state == EnrollmentState.WITHDRAWN and back:
            enrollment.state, enrollment.state_at = EnrollmentState.ENROLLED, now()
        if take_numbers(enrollment, entry) or enrollment.state != was["state"]:
            before[str(enrollment.id)] = was
            changed.append(enrollment)
    Enrollment.objects.bulk_create(added, batch_size=BATCH)
    Enrollment.objects.bulk_update(changed, ["state", "state_at", *NUMBERS], batch_size=BATCH)
    wanted = {entry.person_id for entry in people}
    way = {"enrollments": [str(one.id) for one in added], "enrollments_before": before}
    return {person: one for person, one in existing.items() if person in wanted}, way


@transaction.atomic(savepoint=False)
def write_prefilled(
    given: Mapping[UUID, Mapping[str, Any]], *, fresh: Mapping[UUID, dict[str, Any]], side: str
) -> dict[str, Any]:
    """Keep what a file says of people's answers, by enrollment; what they submitted themselves is left alone.

    `fresh` holds the same answers as they are stored where there were none.
    """
    new, changed, before = [], [], {}
    ids = list(given)
    latest: dict[UUID, Intake] = {}
    for start in range(0, len(ids), BATCH):
        for intake in Intake.objects.filter(enrollment_id__in=ids[start : start + BATCH]).order_by("version"):
            latest[intake.enrollment_id] = intake
    for key, answers in given.items():
        intake = latest.get(key)
        if intake is not None and intake.submitted_at is not None:
            continue
        if intake is None:
            new.append(Intake(enrollment_id=key, version=1, answers=fresh[key]))
            continue
        merged = answers_from_json(side, {**intake.answers, **answers}).to_json()
        if merged != intake.answers:
            before[str(intake.id)] = intake.answers
            intake.answers = merged
            changed.append(intake)
    Intake.objects.bulk_create(new, batch_size=BATCH)
    Intake.objects.bulk_update(changed, ["answers"], batch_size=BATCH)
    return {"intakes": [str(intake.id) for intake in new], "intakes_before": before}


@transaction.atomic(savepoint=False)
def write_named_people(
    *, wishes: Mapping[UUID, Sequence[UUID]], exclusions: Mapping[UUID, Sequence[UUID]]
) -> dict[str, Any]:
    """Keep ranked wishes and exclusions of enrollments that have none yet."""
    have = set(Wish.objects.filter(enrollment_id__in=list(wishes)).values_list("enrollment_id", flat=True))
    made = [
        Wish(enrollment_id=key, rank=rank, person_id=person)
        for key, people in wishes.items()
        if key not in have
        for rank, person in enumerate(people, 1)
    ]
    Wish.objects.bulk_create(made, batch_size=BATCH)
    closed = set(
        Exclusion.objects.filter(enrollment_id__in=list(exclusions)).values_list("enrollment_id", flat=True)
    )
    sealed = []
    for key, people in exclusions.items():
        for person in people if key not in closed else ():
            exclusion = Exclusion(enrollment_id=key)
            exclusion.seal_value({"person": str(person)})
            sealed.append(exclusion)
    Exclusion.objects.bulk_create(sealed, batch_size=BATCH)
    return {"wishes": [str(one.id) for one in made], "exclusions": [str(one.id) for one in sealed]}


@transaction.atomic(savepoint=False)
def take_back_enrollments(way: Mapping[str, Any]) -> int:
    """Undo what the functions above did; return how many enrollments stay because they are in use since.

    An enrollment whose owner has submitted answers, or that is in a pair, stays.
    """
    for model, key in ((Wish, "wishes"), (Exclusion, "exclusions")):
        for start in range(0, len(way.get(key, [])), BATCH):
            model.objects.filter(id__in=way[key][start : start + BATCH]).delete()
    for key, answers in way.get("intakes_before", {}).items():
        Intake.objects.filter(id=key, submitted_at=None).update(answers=answers)
    for start in range(0, len(way.get("intakes", [])), BATCH):
        Intake.objects.filter(id__in=way["intakes"][start : start + BATCH], submitted_at=None).delete()
    for key, before in way.get("enrollments_before", {}).items():
        Enrollment.objects.filter(id=key).update(**before)
    return _delete_enrollments(way.get("enrollments", []))


def _delete_enrollments(ids: Sequence[str]) -> int:
    stay = 0
    for start in range(0, len(ids), BATCH):
        going = Enrollment.objects.filter(id__in=ids[start : start + BATCH]).exclude(
            intakes__submitted_at__isnull=False
        )
        count = len(ids[start : start + BATCH])
        try:
            with transaction.atomic():
                stay += count - going.delete()[1].get("programs.Enrollment", 0)
        except ProtectedError as error:
            held = {value for row in error.protected_objects for value in _enrollments_of(row)}
            stay += count - going.exclude(id__in=held).delete()[1].get("programs.Enrollment", 0)
    return stay


def _enrollments_of(row: Any) -> list[UUID]:
    keys = [name.attname for name in row._meta.fields if name.related_model is Enrollment]
    return [getattr(row, key) for key in keys if getattr(row, key)]
