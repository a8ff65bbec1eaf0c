"""Debriefs of a pair: the form, one that was written, and where the mentee is on rotation."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.clock import institution_today, now
    from rounds.mentorships.models import Conversation, Debrief, Mentorship
    from rounds.programs.models import Rotation

    pair, today = world.things["brought"], institution_today()
    # Rounds has known of the pair for a while: what ended before is not asked of it
    Mentorship.objects.filter(id=pair.id).update(created_at=now() - timedelta(days=60))
    rows = {}
    for name, kind, first, last in (
        ("Medical ICU", "major", 40, 12),
        ("Cardiology wards", "major", 12, 3),
        ("Elective", "elective", 3, -11),
        ("Vacation", "vacation", -11, -25),
    ):
        rows[name] = Rotation.objects.create(
            person=pair.mentee,
            name=name,
            kind=kind,
            from_on=today - timedelta(days=first),
            to_on=today - timedelta(days=last),
        )
    talk = Conversation.objects.filter(mentorship=pair, state="held").order_by("-held_on").first()
    written = Debrief(
        mentorship=pair, rotation=rows["Medical ICU"], conversation=talk, by=pair.mentor, entry_id=uuid4()
    )
    written.seal_value(
        {
            "conflict": "Surgery and we wanted different things for one family; I asked both to come to the bedside.",
            "went_well": "The night handover: everybody spoke.",
        }
    )
    written.seal_answers({**written.answers, "won_over": "The charge nurse."}, until=now())
    written.save()
    world.things["changed debrief"] = written
    world.things["written debrief"], world.things["open debrief"] = (
        rows["Medical ICU"],
        rows["Cardiology wards"],
    )


def of(name):
    return lambda world: {
        "mentorship_id": world.things["brought"].id,
        "rotation_id": world.things[name].id,
    }


BOB = {"who": "bob", "weight": "participant"}
VISITS = [
    Visit("pairs:rotations", arguments=lambda world: {"mentorship_id": world.things["brought"].id}, **BOB),
    Visit("pairs:debrief", arguments=of("open debrief"), state="waiting", **BOB),
    Visit("pairs:debrief", arguments=of("written debrief"), state="written", **BOB),
    Visit(
        "pairs:change_debrief",
        arguments=lambda world: {"debrief_id": world.things["changed debrief"].id},
        **BOB,
    ),
]
NOT_PAGES = {"pairs:let_go": "takes a POST and leads back to the debrief"}
