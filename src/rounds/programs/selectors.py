"""Reads of programs: roles for access, rows for matching."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from rounds.core.access import Grant, Viewer
from rounds.core.clock import today
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.selectors import current_stages
from rounds.programs.answers import Answers, MenteeAnswers, MentorAnswers
from rounds.programs.enums import CycleState, EnrollmentState, Side
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
