"""Institution roles, a training program, lines of authority."""

from __future__ import annotations

from datetime import date

from rounds.core.scope import scope
from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember
from tests.world import INSTITUTION_ROLES, World

LONG_AGO = date(2026, 1, 1)
PROGRAM_ROLES = {"coordinator", "director", "steering_viewer", "mentor", "mentee"}


def add(world: World) -> None:
    for institution in (world.here, world.elsewhere):
        with scope(institution.id):
            for actor in world.actors.values():
                if actor.institution == institution:
                    _grant(world, actor)
    with scope(world.here.id):
        residency = TrainingProgram.objects.create(name="Internal Medicine Residency")
        for name, kind in (("residency_director", "director"), ("cleo", "resident")):
            TrainingProgramMember.objects.create(
                training_program=residency, person=world.actors[name].person, kind=kind, from_on=LONG_AGO
            )
    world.rows["residency"] = residency


def _grant(world: World, actor) -> None:
    for role in actor.roles & INSTITUTION_ROLES:
        RoleAssignment.objects.create(person=actor.person, role=role, from_on=LONG_AGO)
    # Until programs grant them themselves.
    for role in actor.roles & PROGRAM_ROLES:
        for program in actor.programs:
            scope_id = world.rows["program ids"][program]
            RoleAssignment.objects.create(person=actor.person, role=role, scope_id=scope_id, from_on=LONG_AGO)
