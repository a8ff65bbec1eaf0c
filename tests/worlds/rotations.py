"""A schedule on its way in, in each institution, and rotations on record: Cleo's here, Dina's elsewhere."""

from __future__ import annotations

from datetime import timedelta

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.integrations.schedules.services import stage_schedule
from tests.world import World

LINES = "Resident,Rotation,From,Until\n{word} Stone,Wards,2026-07-01,2026-07-28\n"


def add(world: World) -> None:
    for name, resident in (("alice", "cleo"), ("dan", "dina")):
        with scope(world.actors[name].institution.id):
            _add_schedule(world, name)
            _add_rotations(world, resident, world.actors[name].institution)


def _add_schedule(world: World, name: str) -> None:
    actor = world.actors[name]
    grants = frozenset({Grant("coordinator")})
    viewer = Viewer(actor.institution.id, actor.user.pk, actor.person.id, name, grants)
    readers = (name, "chief") if name == "alice" else (name,)
    data = LINES.format(word=world.word("Schedule.sealed", *readers)).encode()
    file_name = world.word("Schedule.file_name", *readers) + ".csv"
    made = stage_schedule(by=viewer, name=file_name, data=data)
    world.add_thing(f"schedule of {name}", owners={name}, at=actor.institution, schedule_id=made.id)


def _add_rotations(world: World, name: str, institution) -> None:
    from rounds.programs.models import Rotation

    person, today = world.actors[name].person, institution_today()
    rows = {}
    for rotation, kind, first, last in (
        ("Medical ICU", "major", 40, 12),
        ("Wards", "major", 12, 3),
        ("Elective", "elective", 3, -5),
        ("Nights", "nights", -5, -30),
    ):
        rows[rotation] = Rotation.objects.create(
            person=person,
            name=rotation,
            kind=kind,
            from_on=today - timedelta(days=first),
            to_on=today - timedelta(days=last),
        )
    program = "ladder" if name == "cleo" else "elsewhere"
    things = {"owners": {name}, "at": institution, "program": program}
    world.add_thing(f"rotations of {name}", resident_id=person.id, **things)
    world.rows[f"rotations of {name}"] = rows
