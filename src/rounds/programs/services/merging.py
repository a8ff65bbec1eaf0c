"""Two records of one person become one: what happens to enrollments that both have in one cohort."""

from uuid import UUID

from django.db.models import F

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.people.models import Person
from rounds.people.services.merge_steps import UnmovedIds
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Baseline, Enrollment, Exclusion, Intake, IntroductionCard, Rotation, Wish
from rounds.programs.selectors.rotations import rotations_of

NUMBERS = ("demand", "capacity", "hours_per_month")
# Above every version that people reach, so that no number is taken twice while rows are numbered again.
FREE_NUMBERS = 10_000


def doubled_enrollments(keep: Person, other: Person) -> list[tuple[Enrollment, Enrollment]]:
    """Return the enrollments that both records have on one side of one cohort, the kept one first."""
    kept = {(one.cohort_id, one.side): one for one in Enrollment.objects.filter(person=keep)}
    return [
        (kept[one.cohort_id, one.side], one)
        for one in Enrollment.objects.filter(person=other)
        if (one.cohort_id, one.side) in kept
    ]


def merge_enrollments(keep: Person, other: Person, by: Viewer) -> UnmovedIds:
    """Merge enrollments that both have: the answers given last count, numbers fill gaps, exclusions of both hold.

    What the kept enrollment has already (wishes, baseline, card) stays with the other, withdrawn one.
    """
    doubled = doubled_enrollments(keep, other)
    for kept, gone in doubled:
        _merge(kept, gone)
    _merge_names(keep, other)
    _merge_rotations(keep, other)
    return {gone.id for _kept, gone in doubled}


def _merge(kept: Enrollment, gone: Enrollment) -> None:
    for name in NUMBERS:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(gone, name))
    if not kept.is_current and gone.is_current:
        kept.state, kept.state_at = gone.state, gone.state_at
    kept.save(update_fields=[*NUMBERS, "state", "state_at"])
    _merge_intakes(kept, gone)
    Exclusion.objects.filter(enrollment=gone).update(enrollment=kept)
    for model in (Wish, Baseline, IntroductionCard):
        if not model.objects.filter(enrollment=kept).exists():
            model.objects.filter(enrollment=gone).update(enrollment=kept)
    Enrollment.objects.filter(id=gone.id).update(state=EnrollmentState.WITHDRAWN)


def _merge_intakes(kept: Enrollment, gone: Enrollment) -> None:
    """Number submitted answers of both in the order of time; of two prefilled ones the kept stays."""
    if Intake.objects.filter(enrollment=kept, submitted_at=None).exists():
        Intake.objects.filter(enrollment=gone, submitted_at=None).delete()
    both = Intake.objects.filter(enrollment__in=(kept, gone))
    order = list(
        both.order_by(F("submitted_at").asc(nulls_last=True), "version").values_list("id", flat=True)
    )
    for number, key in enumerate(order, FREE_NUMBERS):
        Intake.objects.filter(id=key).update(version=number, enrollment=kept)
    Intake.objects.filter(enrollment=kept).update(version=F("version") - FREE_NUMBERS + 1)


def _merge_names(keep: Person, other: Person) -> None:
    """Let wishes and exclusions that name the other record name the kept one, once and never oneself."""
    named_both = Wish.objects.filter(person=keep).values("enrollment")
    Wish.objects.filter(person=other, enrollment__in=named_both).delete()
    Wish.objects.filter(person=other, enrollment__person=keep).delete()
    Wish.objects.filter(person=keep, enrollment__person=other).delete()
    gone, kept = str(other.id), str(keep.id)
    for exclusion in Exclusion.objects.iterator(chunk_size=500):
        value = exclusion.opened()
        if value["person"] == gone:
            exclusion.seal_value({**value, "person": kept})
            exclusion.save(update_fields=["sealed"])


def enrollment_ids(doubled: list[tuple[Enrollment, Enrollment]]) -> dict[UUID, UUID]:
    """Return the kept enrollment by the one that goes."""
    return {gone.id: kept.id for kept, gone in doubled}


def _merge_rotations(keep: Person, other: Person) -> None:
    """Let the kept record's schedule count where both have one for the same days."""
    kept = list(rotations_of([keep.id]))
    doubled = [
        row.id
        for row in rotations_of([other.id])
        if any(row.from_on < one.to_on and one.from_on < row.to_on for one in kept)
    ]
    Rotation.objects.filter(id__in=doubled).update(replaced_at=now())
