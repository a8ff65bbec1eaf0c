"""Debriefs: of Cleo with Bob, written and waiting; of Cleo with her former mentor, from their time. The two read each."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Rotation

    with scope(world.here.id):
        cleo, running = world.actors["cleo"].person, world.rows["running pair"]
        rotations = world.rows["rotations of cleo"]
        _write(world, running, rotations["Medical ICU"], "running", "bob")
        _write_as_thing(world, "open", running, rotations["Wards"], {"cleo", "bob"})
        former = Mentorship.objects.get(
            mentor=world.actors["former_mentor"].person, mentee=cleo, state="ended"
        )
        earlier = Rotation.objects.create(
            person=cleo, name="CCU", kind="major", from_on=date(2026, 1, 3), to_on=date(2026, 1, 31)
        )
        _write(world, former, earlier, "ended", "former_mentor")
    with scope(world.elsewhere.id):
        pair = Mentorship.objects.filter(mentee=world.actors["dina"].person).first()
        rotation = world.rows["rotations of dina"]["Wards"]
        things = {"program": "elsewhere", "at": world.elsewhere}
        world.add_thing("debrief elsewhere", mentorship_id=pair.id, rotation_id=rotation.id, **things)


def _write(world: World, pair, rotation, which: str, mentor: str) -> None:
    from rounds.mentorships.models import Conversation, Debrief

    talk = Conversation.objects.filter(mentorship=pair, state="held").order_by("held_on").first()
    row = Debrief(mentorship=pair, rotation=rotation, conversation=talk, by=pair.mentee, entry_id=uuid4())
    row.seal_value({"conflict": world.word(f"Debrief.sealed {which}", "cleo", mentor)})
    row.save()
    world.rows[f"{which} debrief"] = row
    _write_as_thing(world, which, pair, rotation, {"cleo", mentor})
    world.add_thing(f"{which} debrief by cleo", owners={"cleo"}, program="ladder", debrief_id=row.id)


def _write_as_thing(world: World, which: str, pair, rotation, owners: set[str]) -> None:
    world.add_thing(
        f"{which} debrief", owners=owners, program="ladder", mentorship_id=pair.id, rotation_id=rotation.id
    )
