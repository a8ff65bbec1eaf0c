"""Who trained here before: some of today's young faculty, and as many who went elsewhere."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from rounds.insights.enums import Kind
from rounds.insights.models import OutcomeEvent
from rounds.people.enums import Tier, TrainingKind
from rounds.people.models import CareerStage, Person, TrainingProgram, TrainingProgramMember

ELSEWHERE, YEAR = 60, 365
LASTS = 3 * YEAR


def let_them_have_trained_here(random: Random, day: date, gone_on: Sequence[Person]) -> None:
    """Write memberships of training programs that have ended."""
    names = TrainingProgram.objects.filter(name__endswith="Residency")
    programs = {one.department_id: one for one in names}
    stages = CareerStage.objects.filter(tier=Tier.JUNIOR_FACULTY, to_on=None, department_id__in=programs)
    where = dict(stages.values_list("person_id", "department_id"))
    events = OutcomeEvent.objects.filter(kind=Kind.APPOINTMENT, person_id__in=where)
    rows = events.order_by("person__folded_family", "person__email").values_list("person_id", "from_on")
    ended = [
        (programs[where[person_id]], person_id, appointed - timedelta(days=random.randint(1, 300)))
        for person_id, appointed in rows
        if random.random() < 0.75
    ]
    here = dict(CareerStage.objects.filter(person__in=gone_on).values_list("person_id", "department_id"))
    for person in gone_on:
        last = day - timedelta(days=random.randint(2 * YEAR + 30, 8 * YEAR))
        ended.append((programs[here[person.id]], person.id, last))
        CareerStage.objects.filter(person=person).update(from_on=last - timedelta(days=LASTS), to_on=last)
        Person.objects.filter(id=person.id).update(left_on=last)
    TrainingProgramMember.objects.bulk_create(
        TrainingProgramMember(
            training_program=program,
            person_id=person_id,
            kind=TrainingKind.RESIDENT,
            from_on=last - timedelta(days=LASTS),
            to_on=last,
        )
        for program, person_id, last in ended
    )
