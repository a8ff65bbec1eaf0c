"""What people have said, and whom they may choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.reading import read_id, read_search
from rounds.people.models import Person
from rounds.people.selectors import current_stages, is_named
from rounds.programs.enums import INTAKE_MINUTES, CohortState, CycleState, EnrollmentState, ProgramState, Side
from rounds.programs.models import (
    Baseline,
    Cohort,
    Enrollment,
    Exclusion,
    Intake,
    IntroductionCard,
    Program,
    Wish,
)
from rounds.programs.values.versions import that_count

_intakes = Prepared(
    lambda enrollment_ids: Intake.objects.filter(enrollment_id__in=among(enrollment_ids)).order_by("version"),
    enrollment_ids=Ids(),
)
_without_answers = Prepared(
    lambda enrollment_ids: (
        Intake.objects.filter(enrollment_id__in=among(enrollment_ids)).order_by("version").defer("answers")
    ),
    enrollment_ids=Ids(),
)


def current_intakes(enrollment_ids: list[UUID], *, with_answers: bool = True) -> dict[UUID, Intake]:
    """Return the intake that counts of each enrollment: the newest submitted, else the prefilled one."""
    intakes = _intakes if with_answers else _without_answers
    found = intakes(enrollment_ids=enrollment_ids) if enrollment_ids else []
    return that_count((one.enrollment_id, one) for one in found)


def ask_for_intakes(enrollment_ids: Iterable[UUID], *, with_answers: bool = True) -> Ask:
    """Return what `current_intakes` will ask; without answers, `participation_of`."""
    intakes = _intakes if with_answers else _without_answers
    return intakes.asked(enrollment_ids=list(enrollment_ids))


def enrollment_for(viewer: Viewer, enrollment_id: UUID) -> Enrollment:
    """Return an enrollment that is the viewer's own, or of a program that the viewer coordinates."""
    enrollment = _enrollment(enrollment_id)
    program_id = enrollment.cohort.cycle.program_id
    is_own = enrollment.person_id == viewer.person_id
    if not is_own and not viewer.has(Role.COORDINATOR, scope_id=program_id):
        raise NotFound
    return enrollment


def office_enrollment_for(viewer: Viewer, enrollment_id: UUID) -> Enrollment:
    """Return an enrollment of a program whose office the viewer belongs to."""
    enrollment = _enrollment(enrollment_id)
    if not viewer.has(Role.COORDINATOR, Role.DIRECTOR, scope_id=enrollment.cohort.cycle.program_id):
        raise NotFound
    return enrollment


def _enrollment(enrollment_id: UUID) -> Enrollment:
    found = _enrollments(enrollment_id=enrollment_id)
    if not found:
        raise NotFound
    return found[0]


_enrollments = Prepared(
    lambda enrollment_id: Enrollment.objects.filter(id=enrollment_id).select_related(
        "person", "cohort__cycle__program", "institution"
    ),
    enrollment_id=UUIDField(),
)


def enrollments_of(person_id: UUID) -> list[Enrollment]:
    """Return a person's enrollments in open cycles, withdrawn ones left out."""
    return _open_enrollments(person_id=person_id)


_open_enrollments = Prepared(
    lambda person_id: (
        Enrollment.objects.filter(person_id=person_id, cohort__cycle__state=CycleState.OPEN)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .select_related("cohort__cycle__program")
        .order_by("cohort__cycle__program__name", "side")
    ),
    person_id=UUIDField(),
)


def intake_before(enrollment: Enrollment) -> Intake | None:
    """Return what the same person last submitted on the same side in an earlier cohort."""
    intake: Intake | None = (
        Intake.objects.filter(
            enrollment__person_id=enrollment.person_id,
            enrollment__side=enrollment.side,
            submitted_at__isnull=False,
        )
        .exclude(enrollment=enrollment)
        .select_related("enrollment")
        .order_by("-submitted_at")
        .first()
    )
    return intake


def exclusions_of(enrollment: Enrollment) -> list[str]:
    """Return the ids of the people whom an enrollment excludes: for its owner and the coordinator."""
    return [one.opened()["person"] for one in _exclusions(enrollment_id=enrollment.id)]


def wishes_of(enrollment: Enrollment) -> list[UUID]:
    """Return the people whom an enrollment wishes for, the first wish first."""
    return _wishes(enrollment_id=enrollment.id)


def card_of(enrollment_id: UUID) -> IntroductionCard | None:
    """Return the introduction card of an enrollment."""
    return next(iter(_cards(enrollment_id=enrollment_id)), None)


def baseline_of(enrollment_id: UUID) -> Baseline | None:
    """Return what an enrollment began with."""
    return next(iter(_baselines(enrollment_id=enrollment_id)), None)


ENROLLMENT = UUIDField()
_exclusions = Prepared(
    lambda enrollment_id: Exclusion.objects.filter(enrollment_id=enrollment_id).order_by("id"),
    enrollment_id=ENROLLMENT,
)
_wishes = Prepared(
    lambda enrollment_id: Wish.objects.filter(enrollment_id=enrollment_id).values_list(
        "person_id", flat=True
    ),
    enrollment_id=ENROLLMENT,
)
_cards = Prepared(
    lambda enrollment_id: IntroductionCard.objects.filter(enrollment_id=enrollment_id),
    enrollment_id=ENROLLMENT,
)
_baselines = Prepared(
    lambda enrollment_id: Baseline.objects.filter(enrollment_id=enrollment_id), enrollment_id=ENROLLMENT
)


@dataclass(frozen=True)
class Named:
    """A person as a list of people to choose from shows them."""

    id: UUID
    name: str
    about: str


def people_to_wish_for(enrollment: Enrollment, text: str, *, limit: int = 8) -> list[Named]:
    """Return people of the other side of the cohort whose name contains the words."""
    people = Person.objects.filter(id__in=_other_side(enrollment).values("person_id"))
    return _named(_by_name(people, text).exclude(id=enrollment.person_id)[:limit])


def _other_side(enrollment: Enrollment) -> QuerySet[Enrollment]:
    other = Side.MENTOR if enrollment.side == Side.MENTEE else Side.MENTEE
    there = Enrollment.objects.filter(cohort=enrollment.cohort, side=other)
    return there.exclude(state=EnrollmentState.WITHDRAWN)


def only_wishable(enrollment: Enrollment, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return those whom somebody may wish for: who is found on the other side, and who was wished for before."""
    wanted = set(person_ids)
    new = wanted - set(wishes_of(enrollment)) if wanted else set()
    there = _other_side(enrollment).filter(person_id__in=new).values_list("person_id", flat=True)
    return wanted - (new - set(there)) if new else wanted


def people_to_exclude(enrollment: Enrollment, text: str, *, limit: int = 8) -> list[Named]:
    """Return people of the institution whose name contains the words."""
    people = Person.objects.filter(left_on=None, merged_into=None)
    return _named(_by_name(people, text).exclude(id=enrollment.person_id)[:limit])


def people_named(person_ids: list[str]) -> list[Named]:
    """Return people in the order of their ids; unknown ids, and what is none, are left out."""
    person_ids = [person_id for person_id in person_ids if read_id(person_id)]
    found = {str(one.id): one for one in _named(_people(ids=person_ids))} if person_ids else {}
    return [found[person_id] for person_id in person_ids if person_id in found]


_people = Prepared(lambda ids: Person.objects.filter(id__in=among(ids)), ids=Ids())


def _by_name(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    words = read_search(text).split()
    if len("".join(words)) < 2:
        return people.none()
    return people.filter(is_named(text)).order_by("folded_family", "folded_given", "id")


def _named(people: Iterable[Person]) -> list[Named]:
    people = list(people)
    stages = current_stages([person.id for person in people])
    return [
        Named(
            person.id,
            person.display_name,
            str(stage.department.name) if (stage := stages.get(person.id)) and stage.department else "",
        )
        for person in people
    ]


@dataclass(frozen=True)
class Participation:
    """One of a person's programs, and what it waits for."""

    enrollment: Enrollment
    program: Program
    is_sent: bool
    is_started: bool
    waits_for_owner: bool
    # answers are there that nobody has sent: a file brought them along
    is_imported: bool

    @property
    def minutes(self) -> int:
        """Return about how long the form takes."""
        return INTAKE_MINUTES[Side(self.enrollment.side)]


def participation_of(enrollments: list[Enrollment]) -> list[Participation]:
    """Return the state of somebody's programs, in a fixed number of queries."""
    intakes = current_intakes([one.id for one in enrollments], with_answers=False)
    return [
        Participation(
            enrollment=one,
            program=one.cohort.cycle.program,
            is_sent=(intake := intakes.get(one.id)) is not None and intake.submitted_at is not None,
            is_started=one.intake_topic_at is not None,
            waits_for_owner=intake is not None and intake.submitted_at is not None and intake.waits_for_owner,
            is_imported=intake is not None and intake.submitted_at is None,
        )
        for one in enrollments
    ]


def cohorts_to_apply_to(person_id: UUID) -> list[Cohort]:
    """Return the cohorts that take applications and that a person does not belong to yet."""
    return _open_for(person_id=person_id)


def asks_for_participation(person_id: UUID) -> list[Ask]:
    """Return what `enrollments_of` and `cohorts_to_apply_to` will ask."""
    return [_open_enrollments.asked(person_id=person_id), _open_for.asked(person_id=person_id)]


def _taking_applications(person_id: UUID) -> QuerySet[Cohort]:
    taken = Enrollment.objects.filter(person_id=person_id).exclude(state=EnrollmentState.WITHDRAWN)
    return (
        Cohort.objects.filter(
            state=CohortState.GATHERING,
            cycle__state=CycleState.OPEN,
            cycle__program__applications_open=True,
            cycle__program__state=ProgramState.RUNNING,
        )
        .exclude(id__in=taken.values("cohort_id"))
        .select_related("cycle__program")
    )


_open_for = Prepared(_taking_applications, person_id=UUIDField())


def people_by_name(text: str, *, limit: int = 8) -> list[Named]:
    """Return people of the institution whose name contains the words."""
    return _named(_by_name(Person.objects.filter(left_on=None, merged_into=None), text)[:limit])
