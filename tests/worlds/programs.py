"""Programs with their people: the ladder (Alice's), nursing (another coordinator's), and one elsewhere."""

from __future__ import annotations

from datetime import date

from rounds.core.database.scope import scope
from rounds.programs.models import Cohort, Cycle, Enrollment, Priority, Program, ProgramRole
from tests.world import World

PROGRAMS = {"ladder": "here", "nursing": "here", "elsewhere": "elsewhere"}
PROGRAM_ROLES = {"coordinator", "director", "steering_viewer"}
SIDES = {"mentor", "mentee"}
LONG_AGO = date(2026, 1, 1)


def add(world: World) -> None:
    for name, place in PROGRAMS.items():
        institution = getattr(world, place)
        with scope(institution.id):
            program = Program.objects.create(
                name=name.title(), slug=name, template="physician", state="running", applications_open=True
            )
            cycle = Cycle.objects.create(
                program=program, name="2026", starts_on=LONG_AGO, ends_on=date(2027, 1, 1), state="open"
            )
            cohort = Cohort.objects.create(cycle=cycle, name="Everybody")
            priority = Priority.objects.create(program=program, name="Access", from_on=LONG_AGO)
            world.rows[name] = program
            world.rows[f"{name} cycle"], world.rows[f"{name} cohort"] = cycle, cohort
            for thing, arguments in (
                ("program", {"program_id": program.id}),
                ("cycle", {"cycle_id": cycle.id}),
                ("cohort", {"cohort_id": cohort.id}),
                ("priority", {"priority_id": priority.id}),
            ):
                world.add_thing(f"{thing} {name}", program=name, at=institution, **arguments)
            world.add_thing(
                f"priority and program {name}",
                program=name,
                at=institution,
                program_id=program.id,
                priority_id=priority.id,
            )
            _add_roles(world, name, program)
            _add_enrollments(world, name, cohort)
    with scope(world.here.id):
        _add_open_program(world)


def _add_roles(world: World, name: str, program: Program) -> None:
    for actor in world.actors.values():
        if name not in actor.programs or "founder" in actor.roles:
            continue
        for role in actor.roles & PROGRAM_ROLES:
            given = ProgramRole.objects.create(
                program=program, person=actor.person, role=role, from_on=LONG_AGO
            )
            world.add_thing(
                f"role of {actor.name}",
                program=name,
                owners={actor.name},
                at=actor.institution,
                role_id=given.id,
            )
            world.add_thing(
                f"role of {actor.name} and program",
                program=name,
                at=actor.institution,
                program_id=program.id,
                role_id=given.id,
            )


def _add_enrollments(world: World, name: str, cohort: Cohort) -> None:
    for actor in world.actors.values():
        if name not in actor.programs:
            continue
        for side in sorted(actor.roles & SIDES):
            enrollment = Enrollment.objects.create(
                cohort=cohort, person=actor.person, side=side, state="enrolled", how="invited"
            )
            world.rows[f"{side} {actor.name}"] = enrollment
            world.add_thing(
                f"enrollment of {actor.name} as {side}",
                program=name,
                owners={actor.name},
                at=actor.institution,
                enrollment_id=enrollment.id,
            )
            world.add_thing(
                f"intake of {actor.name} as {side}",
                program=name,
                owners={actor.name},
                at=actor.institution,
                enrollment_id=enrollment.id,
                topic="strengths" if side == "mentor" else "grow",
            )


def _add_open_program(world: World) -> None:
    """Add a program that takes applications and has nobody."""
    program = Program.objects.create(
        name="Open Doors", slug="open-doors", template="physician", state="running", applications_open=True
    )
    cycle = Cycle.objects.create(
        program=program, name="2026", starts_on=LONG_AGO, ends_on=date(2027, 1, 1), state="open"
    )
    cohort = Cohort.objects.create(cycle=cycle, name="Everybody")
    world.add_thing("a program that takes applications", cohort_id=cohort.id, side="mentee")
