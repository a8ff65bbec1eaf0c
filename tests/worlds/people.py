"""Institution roles, training programs, and one of each thing that the pages about people can name."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from rounds.core.database.scope import scope
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Department,
    Leave,
    MergedPlace,
    RoleAssignment,
    RollOver,
    TrainingProgram,
    TrainingProgramMember,
)
from tests.world import INSTITUTION_ROLES, World

LONG_AGO = date(2026, 1, 1)


def add(world: World) -> None:
    for actor in world.actors.values():
        with scope(actor.institution.id):
            for role in actor.roles & INSTITUTION_ROLES:
                # Whoever coordinates the whole institution is the one who founds programs.
                held = "coordinator" if role == "founder" else role
                RoleAssignment.objects.create(person=actor.person, role=held, from_on=LONG_AGO)
    world.add_thing("own record as data", program="ladder", taken_as="json")
    world.add_thing("own record to read", program="ladder", taken_as="pdf")
    world.add_thing("help with danger", program="ladder", help_topic="danger")
    with scope(world.here.id):
        residency = TrainingProgram.objects.create(name="Internal Medicine Residency")
        for name, kind in (("residency_director", "director"), ("cleo", "resident")):
            TrainingProgramMember.objects.create(
                training_program=residency, person=world.actors[name].person, kind=kind, from_on=LONG_AGO
            )
        RoleAssignment.objects.create(
            person=world.actors["residency_director"].person,
            role="residency_director",
            scope_id=residency.id,
            from_on=LONG_AGO,
        )
    world.rows["residency"] = residency
    _add_things(world, "cleo", "bob", residency)
    with scope(world.elsewhere.id):
        other = TrainingProgram.objects.create(name="Surgery Residency")
    _add_things(world, "dina", "dan", other)


def _add_things(world: World, trainee: str, over: str, program: TrainingProgram) -> None:
    at = world.actors[trainee].institution
    person, manager = world.actors[trainee].person, world.actors[over].person
    with scope(at.id):
        stage = CareerStage.objects.create(person=person, tier="resident", pgy=1, from_on=LONG_AGO)
        line = AuthorityLine.objects.create(
            subject=person, over=manager, kind="rotation_attending", from_on=LONG_AGO
        )
        member = TrainingProgramMember.objects.create(
            training_program=program, person=manager, kind="core_faculty", from_on=LONG_AGO
        )
        place = Department.objects.create(name="General Medicine")
        another = Department.objects.create(name="Medicine, General")
        merged = MergedPlace.objects.create(
            kind="department", gone_id=uuid4(), into_id=place.id, name="Gen Med", moved={}
        )
        roll_over = RollOver.objects.create(on=date(2027, 7, 1))
        leave = Leave.objects.create(person=person, from_on=date(2028, 7, 1), to_on=date(2028, 8, 1))
    for label, arguments in (
        ("stage", {"person_id": person.id, "stage_id": stage.id}),
        ("line", {"person_id": person.id, "line_id": line.id}),
        ("pair of records", {"keep_id": person.id, "other_id": manager.id}),
        ("training program", {"training_program_id": program.id}),
        ("membership", {"member_id": member.id}),
        ("department", {"place_id": place.id}),
        ("other department", {"place_id": another.id}),
        ("merged department", {"merged_id": merged.id}),
        ("leave", {"leave_id": leave.id}),
        ("roll-over", {"roll_over_id": roll_over.id}),
    ):
        world.add_thing(f"{label} of {trainee}", owners={trainee}, at=at, **arguments)
