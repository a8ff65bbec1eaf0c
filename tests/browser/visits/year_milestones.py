"""The local milestone: reports, one that waits for the mentor, one answered; releases, and what a director was given."""

from __future__ import annotations

from uuid import uuid4

from tests.browser.visits import Visit

REPORT = (
    "Cardiology and we gave one family two different plans on one day. I asked both attendings for ten minutes at the"
    " bedside, said what I had heard from each, and wrote down what we agreed. The family heard one plan that evening."
)


def prepare(world):
    from rounds.mentorships.models import MilestoneFeedback, MilestoneReport, Release
    from rounds.mentorships.releases.values import Packet, Part, Piece
    from rounds.people.models import TrainingProgramMember

    pair = world.things["brought"]
    for name in ("waiting report", "answered report"):
        row = MilestoneReport(mentorship=pair, entry_id=uuid4())
        row.seal_value({"report": REPORT})
        row.save()
        world.things[name] = row
    answer = MilestoneFeedback(report=row, by=pair.mentor)
    answer.seal_value(
        {
            "saw": "You named both views before yours.",
            "next": "Ask the nurse in charge first: she knew already.",
        }
    )
    answer.save()
    program = TrainingProgramMember.objects.get(person=world.people["rolf"], kind="director").training_program
    parts = (Part("Report", REPORT), Part("What the mentor saw", "You named both views before yours."))
    piece = Piece(
        "report", "Leadership Communication (local milestone)", "4 Mar 2026", ("ICS2: Teams",), parts
    )
    packet = Packet(world.people["cleo"].full_name, program.name, (piece,))
    release = Release(
        person=world.people["cleo"],
        training_program=program,
        kind="pieces",
        pieces=[f"report {row.id}"],
        digest=packet.digest(),
        entry_id=uuid4(),
    )
    release.seal_value(packet.to_json())
    release.save()
    world.things["release"] = release


def pair(world):
    return {"mentorship_id": world.things["brought"].id}


def of(name):
    return lambda world: {"report_id": world.things[name].id}


BOB = {"who": "bob", "weight": "participant"}
VISITS = [
    Visit("pairs:reports", arguments=pair, **BOB),
    Visit("pairs:new_report", who="wren", weight="participant", arguments=pair),
    Visit("pairs:report", arguments=of("waiting report"), state="waits for the answer", **BOB),
    Visit("pairs:report", arguments=of("answered report"), state="answered", **BOB),
    Visit("releases:mine", state="in no residency", **BOB),
    Visit("releases:mine", who="cleo", weight="participant", state="released before"),
    Visit(
        "releases:given",
        who="cleo",
        weight="participant",
        arguments=lambda world: {"own_release_id": world.things["release"].id},
    ),
    Visit("received:list", who="rolf"),
    Visit("received:list", who="nora", state="nothing yet"),
    Visit("received:packet", who="rolf", arguments=lambda world: {"release_id": world.things["release"].id}),
]
NOT_PAGES = {
    "received:require": "takes a POST and leads back to the list",
}
