"""Institution roles and a training program."""

from __future__ import annotations

from datetime import date

from rounds.core.scope import scope
from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember
from tests.world import INSTITUTION_ROLES, World

LONG_AGO = date(2026, 1, 1)


def add(world: World) -> None:
    for actor in world.actors.values():
        with scope(actor.institution.id):
            for role in actor.roles & INSTITUTION_ROLES:
                # Whoever coordinates the whole institution is the one who founds programs.
                held = "coordinator" if role == "founder" else role
                RoleAssignment.objects.create(person=actor.person, role=held, from_on=LONG_AGO)
    with scope(world.here.id):
        residency = TrainingProgram.objects.create(name="Internal Medicine Residency")
        for name, kind in (("residency_director", "director"), ("cleo", "resident")):
            TrainingProgramMember.objects.create(
                training_program=residency, person=world.actors[name].person, kind=kind, from_on=LONG_AGO
            )
    world.rows["residency"] = residency
