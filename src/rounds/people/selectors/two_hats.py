"""Who of a program office also has power over somebody's training, and therefore reads less about them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.people.enums import DIRECTING, TrainingKind
from rounds.people.models import AuthorityLine, Person, TrainingProgramMember

JUDGING = (*DIRECTING, TrainingKind.CCC_MEMBER)


def is_judged_by(viewer: Viewer, person: OuterRef | UUID) -> Exists:
    """Return the condition that a person trains where the viewer directs or judges, or reports to one who does.

    What such a person said, and how often they talk with a mentor, is not for the viewer, whatever the viewer's role.
    """
    return is_judged_by_any((viewer.own_id,), person)


def is_judged_by_any(people: Collection[UUID], person: OuterRef | UUID) -> Exists:
    """Return the same condition for several readers at once: what one of them doesn't read, it holds for."""
    day, ids = open_on(institution_today()), list(people)
    lines = AuthorityLine.objects.filter(day, subject_id__in=ids).values("over_id")
    judging = TrainingProgramMember.objects.filter(
        day & (Q(person_id__in=ids) | Q(person_id__in=lines)), kind__in=JUDGING
    )
    trainees = TrainingProgramMember.objects.filter(
        day, kind=TrainingKind.RESIDENT, training_program_id__in=judging.values("training_program_id")
    )
    return Exists(trainees.filter(person_id=person))


def judges_training_of(viewer: Viewer, person_id: UUID) -> bool:
    """Tell the same of one person."""
    return Person.objects.filter(is_judged_by(viewer, person_id), id=person_id).exists()


def who_judges(person_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Return who of some people judges somebody's training, or reports to one who does."""
    day, ids = open_on(institution_today()), list(people)
    trains_in = TrainingProgramMember.objects.filter(day, kind=TrainingKind.RESIDENT, person_id=person_id)
    judging = TrainingProgramMember.objects.filter(
        day, kind__in=JUDGING, training_program_id__in=trains_in.values("training_program_id")
    ).values("person_id")
    below = AuthorityLine.objects.filter(day, subject_id__in=ids, over_id__in=judging).values("subject_id")
    found = Person.objects.filter(Q(id__in=judging) | Q(id__in=below), id__in=ids)
    return set(found.values_list("id", flat=True))
