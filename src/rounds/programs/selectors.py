"""Reads of programs: roles for access, rows for matching."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.access import Grant, Viewer
from rounds.core.clock import today
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.models import Person
from rounds.people.selectors import current_stages
from rounds.programs.answers import Answers, MenteeAnswers, MentorAnswers
from rounds.programs.enums import CohortState, CycleState, EnrollmentState, ProgramState, Side
from rounds.programs.models import (
    Cohort,
    Cycle,
    Enrollment,
    Exclusion,
    Intake,
    Priority,
    Program,
    ProgramRole,
    Wish,
)

# Roles whose scope is the institution but who see the programs' work.
OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def grants_for(institution_id: UUID, person_id: UUID) -> list[Grant]:
    """Return what a person holds in programs: roles given by hand, and mentor or mentee by enrollment."""
    day = today()
    roles = ProgramRole.objects.filter(
        Q(to_on=None) | Q(to_on__gt=day), person_id=person_id, from_on__lte=day
    ).values_list("role", "program_id")
    sides = (
        Enrollment.objects.filter(person_id=person_id, cohort__cycle__state=CycleState.OPEN)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .values_list("side", "cohort__cycle__program_id")
    )
    # The words of a side are the words of its role.
    return [Grant(role, program_id) for role, program_id in {*roles, *sides}]


def programs_for(viewer: Viewer, *roles: str) -> list[Program]:
    """Return the programs in which a viewer holds one of the roles (default: the program office)."""
    scopes = viewer.scopes(*(roles or OFFICE))
    programs = Program.objects.all()
    if None not in scopes:
        programs = programs.filter(id__in=scopes)
    return list(programs)


def program_for(viewer: Viewer, program_id: UUID) -> Program:
    """Return a program whose office the viewer belongs to; NotFound otherwise."""
    program: Program | None = Program.objects.filter(id=program_id).first()
    if program is None or not viewer.has(*OFFICE, scope_id=program.id):
        raise NotFound
    return program


def cohort_for(viewer: Viewer, cohort_id: UUID) -> Cohort:
    """Return a cohort, with its cycle and program, of a program whose office the viewer belongs to."""
    cohort: Cohort | None = Cohort.objects.filter(id=cohort_id).select_related("cycle__program").first()
    if cohort is None or not viewer.has(*OFFICE, scope_id=cohort.cycle.program_id):
        raise NotFound
    return cohort


def open_cycle_of(program: Program) -> Cycle | None:
    """Return the open cycle of a program."""
    cycle: Cycle | None = program.cycles.filter(state=CycleState.OPEN).first()
    return cycle


def priorities_on(program_id: UUID, day: date) -> list[Priority]:
    """Return a program's priorities that count on a day, heaviest first."""
    return list(
        Priority.objects.filter(Q(to_on=None) | Q(to_on__gt=day), program_id=program_id, from_on__lte=day)
    )


# for matching


@dataclass(frozen=True)
class MatchingRow:
    """One enrolled person as matching reads it; facts come from the open career stage.

    `places` is a mentor's capacity less the mentees outside the system; pairs that already run, in any
    program, are known to the rung above and are taken off there. `places` is 0 where capacity was not said.
    """

    enrollment_id: UUID
    person_id: UUID
    name: str
    side: str
    tier: str
    pgy: int | None
    track: str
    department_id: UUID | None
    section: str
    specialty: str
    site_id: UUID | None
    zone: str
    demand: int
    places: int
    outside_mentees: int
    hours_per_month: int | None
    answers: Answers
    has_intake: bool
    wishes: tuple[tuple[int, UUID], ...]


@dataclass(frozen=True)
class ExclusionRow:
    """One person said that they must not be paired with another."""

    enrollment_id: UUID
    person_id: UUID
    excluded_person_id: UUID


def enrollments_for_matching(cohort: Cohort) -> list[MatchingRow]:
    """Return everybody enrolled in a cohort, both sides, in a fixed number of queries.

    The newest submitted intake counts; where there is none, what an import prefilled.
    """
    enrollments = list(
        Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED)
        .select_related("person", "institution")
        .order_by("side", "id")
    )
    ids = [enrollment.id for enrollment in enrollments]
    stages = current_stages([enrollment.person_id for enrollment in enrollments])
    intakes = current_intakes(ids)
    wishes: dict[UUID, list[tuple[int, UUID]]] = defaultdict(list)
    for enrollment_id, rank, person_id in Wish.objects.filter(enrollment__cohort=cohort).values_list(
        "enrollment_id", "rank", "person_id"
    ):
        wishes[enrollment_id].append((rank, person_id))
    return [
        _matching_row(
            enrollment,
            stages.get(enrollment.person_id),
            intakes.get(enrollment.id),
            tuple(sorted(wishes[enrollment.id])),
        )
        for enrollment in enrollments
    ]


def _matching_row(enrollment, stage, intake, wishes) -> MatchingRow:  # type: ignore[no-untyped-def]
    if intake is not None:
        intake.enrollment = enrollment  # already loaded: spares a query
        answers = intake.coded()
    else:
        answers = MenteeAnswers() if enrollment.side == Side.MENTEE else MentorAnswers()
    site = stage.site if stage else None
    return MatchingRow(
        enrollment_id=enrollment.id,
        person_id=enrollment.person_id,
        name=enrollment.person.full_name,
        side=enrollment.side,
        tier=stage.tier if stage else "",
        pgy=stage.pgy if stage else None,
        track=stage.track if stage else "",
        department_id=stage.department_id if stage else None,
        section=stage.section if stage else "",
        specialty=stage.specialty if stage else "",
        site_id=stage.site_id if stage else None,
        zone=answers.zone or (site.timezone if site else enrollment.institution.timezone),
        demand=enrollment.demand or 1,
        places=max(0, (enrollment.capacity or 0) - enrollment.outside_mentees),
        outside_mentees=enrollment.outside_mentees,
        hours_per_month=enrollment.hours_per_month,
        answers=answers,
        has_intake=intake is not None and intake.submitted_at is not None,
        wishes=wishes,
    )


def current_intakes(enrollment_ids: list[UUID]) -> dict[UUID, Intake]:
    """Return the intake that counts of each enrollment: the newest submitted, else the prefilled one."""
    found: dict[UUID, Intake] = {}
    for intake in Intake.objects.filter(enrollment_id__in=enrollment_ids).order_by("version"):
        before = found.get(intake.enrollment_id)
        if before is None or intake.submitted_at is not None or before.submitted_at is None:
            found[intake.enrollment_id] = intake
    return found


def exclusions_for_matching(cohort: Cohort) -> list[ExclusionRow]:
    """Return the opened exclusions of a cohort: for matching itself and for the coordinator, nobody else."""
    return [
        ExclusionRow(one.enrollment_id, one.enrollment.person_id, UUID(one.opened()["person"]))
        for one in Exclusion.objects.filter(enrollment__cohort=cohort).select_related("enrollment")
    ]


# for intake


def enrollment_for(viewer: Viewer, enrollment_id: UUID) -> Enrollment:
    """Return an enrollment that is the viewer's own, or of a program that the viewer coordinates."""
    enrollment: Enrollment | None = (
        Enrollment.objects.filter(id=enrollment_id)
        .select_related("person", "cohort__cycle__program", "institution")
        .first()
    )
    if enrollment is None:
        raise NotFound
    program_id = enrollment.cohort.cycle.program_id
    is_own = enrollment.person_id == viewer.person_id
    if not is_own and not viewer.has(Role.COORDINATOR, scope_id=program_id):
        raise NotFound
    return enrollment


def enrollments_of(person_id: UUID) -> list[Enrollment]:
    """Return a person's enrollments in open cycles, withdrawn ones left out."""
    return list(
        Enrollment.objects.filter(person_id=person_id, cohort__cycle__state=CycleState.OPEN)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .select_related("cohort__cycle__program")
        .order_by("cohort__cycle__program__name", "side")
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
    return [one.opened()["person"] for one in enrollment.exclusions.order_by("id")]


@dataclass(frozen=True)
class Named:
    """A person as a list of people to choose from shows them."""

    id: UUID
    name: str
    about: str


def people_to_wish_for(enrollment: Enrollment, text: str, *, limit: int = 8) -> list[Named]:
    """Return people of the other side of the cohort whose name contains the words."""
    other = Side.MENTOR if enrollment.side == Side.MENTEE else Side.MENTEE
    people = Person.objects.filter(
        id__in=Enrollment.objects.filter(cohort=enrollment.cohort, side=other)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .values("person_id")
    )
    return _named(_by_name(people, text).exclude(id=enrollment.person_id)[:limit])


def people_to_exclude(enrollment: Enrollment, text: str, *, limit: int = 8) -> list[Named]:
    """Return people of the institution whose name contains the words."""
    people = Person.objects.filter(left_on=None, merged_into=None)
    return _named(_by_name(people, text).exclude(id=enrollment.person_id)[:limit])


def people_named(person_ids: list[str]) -> list[Named]:
    """Return people in the order of their ids; unknown ids are left out."""
    found = {str(one.id): one for one in _named(Person.objects.filter(id__in=person_ids))}
    return [found[person_id] for person_id in person_ids if person_id in found]


def _by_name(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    words = text.split()
    if len("".join(words)) < 2:
        return people.none()
    for word in words:
        people = people.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return people.order_by("family_name", "given_name", "id")


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


def participation_of(enrollments: list[Enrollment]) -> list[Participation]:
    """Return where somebody's programs stand, in a fixed number of queries."""
    intakes = current_intakes([one.id for one in enrollments])
    return [
        Participation(
            enrollment=one,
            program=one.cohort.cycle.program,
            is_sent=(intake := intakes.get(one.id)) is not None and intake.submitted_at is not None,
            is_started=one.intake_topic_at is not None,
            waits_for_owner=intake is not None and intake.submitted_at is not None and intake.waits_for_owner,
        )
        for one in enrollments
    ]


def cohorts_to_apply_to(person_id: UUID) -> list[Cohort]:
    """Return the cohorts that take applications and that a person does not belong to yet."""
    return list(
        Cohort.objects.filter(
            state=CohortState.GATHERING,
            cycle__state=CycleState.OPEN,
            cycle__program__applications_open=True,
            cycle__program__state=ProgramState.RUNNING,
        )
        .exclude(
            id__in=Enrollment.objects.filter(person_id=person_id)
            .exclude(state=EnrollmentState.WITHDRAWN)
            .values("cohort_id")
        )
        .select_related("cycle__program")
    )
