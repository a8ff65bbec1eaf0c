"""Experiences: the catalog, an entry, an offering for who asks, the host and the office, a rehearsal."""

from datetime import timedelta
from uuid import uuid4

from tests.browser.visits import Visit


def prepare_last(world):
    from rounds.core.access import Viewer, system
    from rounds.core.clock import institution_today
    from rounds.development.models import Offering
    from rounds.development.selectors.experiences import entry_for
    from rounds.development.services.experiences import (
        Posting,
        ask_for_seat,
        draw_seats,
        plan_rehearsal,
        post_offering,
    )

    by, day = system(world.institution.id), institution_today()
    pair = world.things["brought"]
    bob, wren = world.people["bob"], pair.mentee
    viewer = Viewer(world.institution.id, None, wren.id, wren.full_name)
    for key in ("policy_brief", "committee_visit"):
        posting = Posting(bob, None, "Tuesdays, 7 AM", day + timedelta(days=30), day + timedelta(days=9), 2)
        offering = post_offering(entry=entry_for(by, key), posting=posting, entry_id=uuid4(), by=by)
        ask_for_seat(offering_id=offering.id, line="I have never sat in one", by=viewer)
        world.things[f"offering {key}"] = offering
    drawn = world.things["offering policy_brief"]
    Offering.objects.filter(id=drawn.id).update(closes_on=day - timedelta(days=1), starts_on=day)
    draw_seats(offering_id=drawn.id, by=by)
    world.things["rehearsal"] = plan_rehearsal(
        pair=pair, entry=entry_for(viewer, "stop_line"), entry_id=uuid4(), by=viewer
    )


def offering(key):
    return lambda world: {"offering_id": world.things[f"offering {key}"].id}


ENTRY = {"experience": "policy_brief"}
VISITS = [
    Visit("experiences:list", who="wren", weight="participant"),
    Visit("experiences:list", state="of the office"),
    Visit("experiences:entry", who="wren", arguments={"experience": "stop_line"}, weight="participant"),
    Visit("experiences:entry", arguments=ENTRY, state="of the office"),
    Visit("experiences:edit", arguments=ENTRY),
    Visit("experiences:post", arguments=ENTRY),
    Visit("experiences:offering", who="wren", arguments=offering("committee_visit"), weight="participant"),
    Visit("experiences:offering", who="bob", arguments=offering("policy_brief"), state="of the host"),
    Visit("experiences:offering", arguments=offering("policy_brief"), state="of the office"),
    Visit("experiences:call_off", arguments=offering("committee_visit")),
    Visit(
        "experiences:rehearsal",
        who="wren",
        arguments=lambda world: {"rehearsal_id": world.things["rehearsal"].id},
        weight="participant",
    ),
]
NOT_PAGES = {
    "experiences:record": "a file",
    "experiences:settle": "takes a POST and leads on",
    "experiences:rehearse": "takes a POST and leads on",
}
