"""Experiences: an offering that is open and one that was drawn at each institution; a rehearsal of Cleo and Bob."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from rounds.core.access import Viewer, system
from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    line = world.word(
        "SeatAsk.line", "newcomer", "alice", may={"cleo", "chief", "director", "other_coordinator"}
    )
    with scope(world.here.id):
        _add(world, "here", world.here, world.actors["newcomer"], world.actors["cleo"], line)
        _add_rehearsal(world)
    with scope(world.elsewhere.id):
        _add(world, "elsewhere", world.elsewhere, world.actors["dan"], world.actors["dina"], "A line")


def _add(world: World, name: str, at, host, asker, line: str) -> None:
    from rounds.core.clock import institution_today
    from rounds.development.models import Offering
    from rounds.development.selectors.experiences import entry_for
    from rounds.development.services.experiences import Posting, ask_for_seat, draw_seats, post_offering

    by, day = system(at.id), institution_today()
    for key, state in (("committee_visit", "open"), ("policy_brief", "drawn")):
        posting = Posting(host.person, None, "Tuesdays", day + timedelta(days=9), day + timedelta(days=5), 2)
        offering = post_offering(entry=entry_for(by, key), posting=posting, entry_id=uuid4(), by=by)
        if state == "drawn":
            viewer = Viewer(at.id, None, asker.person.id, asker.person.full_name)
            ask = ask_for_seat(offering_id=offering.id, line=line, by=viewer)
            Offering.objects.filter(id=offering.id).update(
                closes_on=day - timedelta(days=2), starts_on=day - timedelta(days=1)
            )
            draw_seats(offering_id=offering.id, by=by)
            world.add_thing(f"seat of {asker.name}", at=at, owners={host.name}, seat_ask_id=ask.id)
        owners = {host.name}
        world.add_thing(f"offering {state} {name}", at=at, owners=owners, offering_id=offering.id)
    world.add_thing(f"experience {name}", at=at, experience="stop_line")


def _add_rehearsal(world: World) -> None:
    from rounds.development.selectors.experiences import entry_for
    from rounds.development.services.experiences import plan_rehearsal, write_rehearsal

    pair = world.rows["running pair"]
    cleo, bob = (
        Viewer(world.here.id, None, world.actors[one].person.id, world.actors[one].person.full_name)
        for one in ("cleo", "bob")
    )
    row = plan_rehearsal(pair=pair, entry=entry_for(cleo, "stop_line"), entry_id=uuid4(), by=cleo)
    for by, whose in ((cleo, "mentee"), (bob, "mentor")):
        words = world.word(f"Rehearsal.sealed {whose}", "cleo", "bob")
        write_rehearsal(rehearsal=row, words=words, held_on=None, by=by)
    world.add_thing("rehearsal of cleo", owners={"cleo", "bob"}, rehearsal_id=row.id)
    world.add_thing(
        "rehearse in running pair", owners={"cleo", "bob"}, experience="supply", mentorship_id=pair.id
    )
