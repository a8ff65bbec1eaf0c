"""Emergencies of the running pair: one that waits for a second person, one that is open to Alice now.

The words of what is open are found by Alice too; those of private notes about the same conversation never.
"""

from __future__ import annotations

from datetime import timedelta

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    with scope(world.here.id):
        talk = _talk(world)
        waiting = _glass(
            world, talk, world.word("BreakGlass.sealed waiting", "alice", "site_admin", "auditor")
        )
        waiting.save()
        opened = _glass(world, talk, "Somebody is in danger")
        opened.decision, opened.decided_at = "agreed", now()
        opened.decided_by = world.actors["site_admin"].person
        opened.open_until = now() + timedelta(minutes=60)
        opened.save()
    world.rows["emergency"] = f"notes:{talk.id}"
    world.add_thing("emergency that waits", owners={"alice"}, program="ladder", glass_id=waiting.id)
    world.add_thing("emergency that is open", owners={"alice"}, program="ladder", opened_id=opened.id)


def _talk(world: World):
    from rounds.mentorships.models import Conversation, Note

    pair, cleo, bob = world.rows["running pair"], world.actors["cleo"].person, world.actors["bob"].person
    talk = Conversation.objects.create(
        mentorship=pair,
        state="held",
        held_on=institution_today() - timedelta(days=20),
        minutes=30,
        logged_by=cleo,
    )
    for author, audience, word in (
        (cleo, "pair", world.word("Note.pair opened", "cleo", "bob", "alice")),
        (cleo, "private", world.word("Note.private beside what is open, of cleo", "cleo")),
        (bob, "private", world.word("Note.private beside what is open, of bob", "bob")),
    ):
        note = Note(mentorship=pair, conversation=talk, author=author, audience=audience)
        note.seal_value({"text": word})
        note.save()
    return talk


def _glass(world: World, talk, reason: str):
    from rounds.mentorships.models import BreakGlass

    glass = BreakGlass(
        mentorship=talk.mentorship, kind="notes", thing_id=talk.id, asked_by=world.actors["alice"].person
    )
    glass.seal_value({"reason": reason, "counsel": ""})
    return glass
