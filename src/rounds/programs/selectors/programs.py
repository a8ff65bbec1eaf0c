"""Who holds what in programs, and the programs themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.dated import open_on
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.models import Person
from rounds.programs.enums import CycleState, EnrollmentState, ProgramState, Side
from rounds.programs.models import (
    Cohort,
    Cycle,
    Enrollment,
    Priority,
    Program,
    ProgramRole,
)

# Roles whose scope is the institution but who see the programs' work.
OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def held_roles(person_id: UUID, day: date) -> list[QuerySet[Any, Any]]:
    """Return what a person holds in programs: roles given by hand, and mentor or mentee by enrollment."""
    roles = ProgramRole.objects.filter(open_on(day), person_id=person_id)
    sides = Enrollment.objects.filter(person_id=person_id, cohort__cycle__state=CycleState.OPEN).exclude(
        state=EnrollmentState.WITHDRAWN
    )
    # The words of a side are the words of its role.
    return [
        roles.order_by().values_list("role", "program_id"),
        sides.order_by().values_list("side", "cohort__cycle__program_id"),
    ]


def coordinators_of(program_id: UUID) -> list[Person]:
    """Return who coordinates a program today and can be written to."""
    roles = _coordinating().filter(program_id=program_id)
    return list(Person.objects.filter(id__in=roles.values("person_id")).exclude(email="").order_by("id"))


def programs_watched_by(viewer: Viewer) -> list[Program]:
    """Return the programs whose steering group the viewer sits in, by name."""
    watched = viewer.scopes(Role.STEERING_VIEWER) - {None}
    return list(Program.objects.filter(id__in=watched).order_by("name")) if watched else []


def open_cycles_for(viewer: Viewer, *roles: str) -> list[Cycle]:
    """Return the open cycle of each program in which the viewer holds one of the roles, by the program's name."""
    scopes = viewer.scopes(*roles)
    if not scopes:
        return []
    cycles = Cycle.objects.filter(state=CycleState.OPEN).select_related("program").order_by("program__name")
    return list(cycles if None in scopes else cycles.filter(program_id__in=scopes))


REPORTED_TO = (Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER, Role.STEERING_VIEWER)


def reported_cycle_for(viewer: Viewer, program_id: UUID) -> Cycle:
    """Return the open cycle of a program of which the viewer gets figures; NotFound otherwise, or without one."""
    cycle = next((one for one in open_cycles_for(viewer, *REPORTED_TO) if one.program_id == program_id), None)
    if cycle is None:
        raise NotFound
    return cycle


def programs_coordinated_alone(person_id: UUID) -> list[Program]:
    """Return the programs, not closed, of which nobody but this person is named as coordinator today."""
    roles = _coordinating()
    own, others = roles.filter(person_id=person_id), roles.exclude(person_id=person_id)
    programs = Program.objects.exclude(state=ProgramState.CLOSED).filter(id__in=own.values("program_id"))
    return list(programs.exclude(id__in=others.values("program_id")))


def _coordinating() -> QuerySet[ProgramRole]:
    """Return today's coordinators of programs, but those who are recorded as leaving."""
    return ProgramRole.objects.filter(
        open_on(institution_today()), role=Role.COORDINATOR, person__left_on=None
    )


def programs_for(viewer: Viewer, *roles: str) -> list[Program]:
    """Return the programs in which a viewer holds one of the roles (default: the program office)."""
    scopes = viewer.scopes(*(roles or OFFICE))
    return [one for one in _programs() if None in scopes or one.id in scopes] if scopes else []


_programs = Prepared(Program.objects.all)


def program_for(viewer: Viewer, program_id: UUID) -> Program:
    """Return a program whose office the viewer belongs to; NotFound otherwise."""
    found = _program(program_id=program_id)
    if not found or not viewer.has(*OFFICE, scope_id=program_id):
        raise NotFound
    return found[0]


_program = Prepared(lambda program_id: Program.objects.filter(id=program_id), program_id=UUIDField())


def cohort_for(viewer: Viewer, cohort_id: UUID) -> Cohort:
    """Return a cohort, with its cycle and program, of a program whose office the viewer belongs to."""
    found = _cohort(cohort_id=cohort_id)
    if not found or not viewer.has(*OFFICE, scope_id=found[0].cycle.program_id):
        raise NotFound
    return found[0]


_cohort = Prepared(
    lambda cohort_id: Cohort.objects.filter(id=cohort_id).select_related("cycle__program"),
    cohort_id=UUIDField(),
)


def open_cycle_of(program: Program) -> Cycle | None:
    """Return the open cycle of a program."""
    cycle: Cycle | None = program.cycles.filter(state=CycleState.OPEN).first()
    return cycle


def priorities_on(program_id: UUID, day: date) -> list[Priority]:
    """Return a program's priorities that count on a day, heaviest first."""
    return _priorities(program_id=program_id, day=day)


_priorities = Prepared(
    lambda program_id, day: Priority.objects.filter(open_on(day), program_id=program_id),
    program_id=UUIDField(),
    day=DateField(),
)


def list_cohorts(program: Program) -> list[Cohort]:
    """Return the cohorts that are worked on: those of the open cycle by name, else of the newest."""
    cohorts = _cohorts(program_id=program.id)
    cycle = next((one.cycle for one in cohorts if one.cycle.state == CycleState.OPEN), None)
    cycle_id = cycle.id if cycle else cohorts[0].cycle_id if cohorts else None
    return [one for one in cohorts if one.cycle_id == cycle_id]


_cohorts = Prepared(
    lambda program_id: (
        Cohort.objects.filter(cycle__program_id=program_id)
        .select_related("cycle__program")
        .order_by("-cycle__starts_on", "name")
    ),
    program_id=UUIDField(),
)


def open_cohorts_of(programs: Iterable[Program]) -> list[Cohort]:
    """Return one cohort of each program: the first of its open cycle, as `cohort_of` chooses it."""
    first: dict[UUID, Cohort] = {}
    for cohort in _open_cohorts(program_ids=[program.id for program in programs]):
        first.setdefault(cohort.cycle.program_id, cohort)
    return list(first.values())


_open_cohorts = Prepared(
    lambda program_ids: (
        Cohort.objects.filter(cycle__program_id__in=among(program_ids), cycle__state=CycleState.OPEN)
        .select_related("cycle__program")
        .order_by("name")
    ),
    program_ids=Ids(),
)


def cohort_of(program: Program, cohort_id: UUID | None = None) -> Cohort:
    """Return a program's cohort: the one named, else the first of the open cycle, else the newest."""
    if cohort_id is not None:
        return (
            Cohort.objects.filter(cycle__program=program).select_related("cycle__program").get(id=cohort_id)
        )
    cohorts = list_cohorts(program)
    if not cohorts:
        raise NotFound
    return cohorts[0]


@dataclass(frozen=True)
class ProgramLine:
    """A program as a list of programs shows it."""

    program: Program
    cycle: str
    starts_on: date | None
    mentors: int
    mentees: int

    @property
    def state_words(self) -> str:
        return self.program.state_words(self.starts_on)

    @property
    def is_running(self) -> bool:
        return self.program.state == ProgramState.RUNNING and not self.program.waits_for(self.starts_on)


def list_programs(viewer: Viewer) -> list[ProgramLine]:
    """Return the programs whose office the viewer belongs to, with the people of the open cycle."""
    programs = programs_for(viewer)
    counted: dict[UUID, dict[str, int]] = defaultdict(lambda: {Side.MENTOR: 0, Side.MENTEE: 0})
    for program_id, side, people in (
        Enrollment.objects.filter(cohort__cycle__program__in=programs, cohort__cycle__state=CycleState.OPEN)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .values_list("cohort__cycle__program_id", "side")
        .annotate(people=Count("id"))
    ):
        counted[program_id][side] = people
    cycles = {
        program_id: (name, starts_on)
        for program_id, name, starts_on in Cycle.objects.filter(
            program__in=programs, state=CycleState.OPEN
        ).values_list("program_id", "name", "starts_on")
    }
    return [
        ProgramLine(
            one, *cycles.get(one.id, ("", None)), counted[one.id][Side.MENTOR], counted[one.id][Side.MENTEE]
        )
        for one in programs
    ]
