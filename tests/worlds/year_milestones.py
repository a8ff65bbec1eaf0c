"""The local milestone and releases: what the two read of a report, and what the director of Cleo's residency was given."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from rounds.core.clock import now
from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    with scope(world.here.id):
        running, former = world.rows["running pair"], world.rows["ended debrief"].mentorship
        answered = _add_report(world, running, "running answered", "bob", released=("residency_director",))
        _answer(world, answered, "running", "bob", released=("residency_director",))
        _add_report(world, running, "running waiting", "bob")
        earlier = _add_report(world, former, "ended", "former_mentor")
        _answer(world, earlier, "ended", "former_mentor")
        _release(world, answered)
    with scope(world.elsewhere.id):
        from rounds.mentorships.models import Mentorship, MilestoneReport

        pair = Mentorship.objects.filter(mentee=world.actors["dina"].person).first()
        row = MilestoneReport(mentorship=pair, entry_id=uuid4())
        row.seal_value({"report": world.word("MilestoneReport.elsewhere")})
        row.save()
        world.add_thing("report elsewhere", program="elsewhere", at=world.elsewhere, report_id=row.id)


def _add_report(world: World, pair, which: str, mentor: str, *, released: tuple[str, ...] = ()):
    from rounds.mentorships.models import MilestoneReport

    row = MilestoneReport(mentorship=pair, entry_id=uuid4())
    row.seal_value({"report": world.word(f"MilestoneReport.sealed {which}", "cleo", mentor, *released)})
    row.save()
    world.add_thing(f"report {which}", owners={"cleo", mentor}, program="ladder", report_id=row.id)
    return row


def _answer(world: World, report, which: str, mentor: str, *, released: tuple[str, ...] = ()) -> None:
    from rounds.mentorships.models import MilestoneFeedback

    row = MilestoneFeedback(report=report, by=world.actors[mentor].person)
    saw = world.word(f"MilestoneFeedback.sealed {which}", "cleo", mentor, *released)
    row.seal_value({"saw": saw, "next": "Begin with the question."})
    row.save()


def _release(world: World, report) -> None:
    """Let Cleo have released the answered report to the residency that Rolf directs."""
    from rounds.mentorships.models import Release
    from rounds.mentorships.releases.selectors import own_residencies, packet_of
    from tests.worlds.words import viewer_of

    by = viewer_of(world, "cleo")
    program = own_residencies(by)[0]
    keys = [f"report {report.id}"]
    packet = packet_of(by, keys, program)
    row = Release(
        person_id=by.own_id,
        training_program=program,
        kind="pieces",
        pieces=keys,
        digest=packet.digest(),
        entry_id=uuid4(),
        # the same packet in one minute is one release
        released_at=now() - timedelta(hours=1),
    )
    row.seal_value(packet.to_json())
    row.save()
    world.add_thing("release of cleo", owners={"cleo"}, own_release_id=row.id)
    world.add_thing("release to rolf", owners={"residency_director"}, release_id=row.id)
    world.add_thing("residency of rolf", owners={"residency_director"}, residency_id=program.id)
    world.rows["release"] = row
