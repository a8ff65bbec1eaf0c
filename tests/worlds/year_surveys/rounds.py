"""Rounds of feedback: one of Cleo whose raters are chosen, her open one, one of Bea that waits for Bob, one elsewhere."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from rounds.core.clock import institution_today, now
from tests.surveys.feedback360.written import a_report
from tests.world import World


def add_rounds(world: World, program) -> None:
    from rounds.surveys.models import ExternalRater, Nomination

    choosing = _round(world, "cleo", "bob", "residency_director", program)
    world.rows["round of cleo"] = choosing
    rows = {"round_id": choosing.id}
    one = Nomination.objects.create(
        round=choosing, group="peers", person=world.actors["both"].person, state="proposed"
    )
    _approve(choosing, world.actors["residency_director"].person, "supervisor")
    outside = ExternalRater.objects.create(
        name=world.word("ExternalRater.name", "cleo", "alice", may={"chief", "faculty_developer"}),
        email="outside@elsewhere.example",
    )
    Nomination.objects.create(
        round=choosing,
        group="outside",
        outside=outside,
        state="refused",
        reason=world.word("Nomination.reason", "cleo", "alice", may={"chief", "faculty_developer"}),
    )
    world.add_thing("round of cleo", program="ladder", **rows)
    world.add_thing("rater of cleo's round", program="ladder", nomination_id=one.id, **rows)
    world.add_thing("own round of cleo", owners={"cleo"}, own_round_id=choosing.id)
    world.add_thing("nomination by cleo", owners={"cleo"}, nomination_id=one.id)
    done = _round(world, "cleo", "bob", "residency_director", program, state="ready")
    report = a_report(comment=world.word("Release360.sealed", "cleo", "bob"))
    _release(done, report, opened_at=now() - timedelta(days=2))
    world.add_thing("report of cleo", owners={"cleo", "bob"}, around_id=done.id)
    waits = _round(world, "both", "bob", "residency_director", program, state="ready")
    world.rows["round of both"] = waits
    _release(waits, a_report(comment=world.word("Release360.sealed waiting")))
    world.add_thing("report that waits", around_id=waits.id)
    world.add_thing("debrief by bob", owners={"bob"}, debriefed_id=waits.id)


def add_rounds_elsewhere(world: World, program) -> None:
    from rounds.surveys.models import Nomination

    found = _round(world, "admin_elsewhere", "dan", "dina", program)
    one = Nomination.objects.create(round=found, group="peers", person=world.actors["dan"].person)
    far = {"at": world.elsewhere}
    world.add_thing("round elsewhere", program="elsewhere", round_id=found.id, **far)
    world.add_thing("rater elsewhere", program="elsewhere", round_id=found.id, nomination_id=one.id, **far)
    world.add_thing("own round elsewhere", owners={"admin_elsewhere"}, own_round_id=found.id, **far)
    world.add_thing("nomination elsewhere", owners={"admin_elsewhere"}, nomination_id=one.id, **far)
    world.add_thing("debrief elsewhere", owners={"dan"}, debriefed_id=found.id, **far)
    world.add_thing("report elsewhere", around_id=found.id, **far)


def _round(world: World, subject: str, debriefer: str, over: str, program, *, state: str = "nominating"):
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.models import Campaign, Round360, Wave

    version = current_version("leader_360_short")
    campaign = Campaign.objects.create(
        instrument=version.instrument, name="Feedback", scope_id=program, audience="feedback360"
    )
    wave = None
    if state != "nominating":
        wave = Wave.objects.create(
            campaign=campaign,
            version=version,
            mode="anonymous",
            cuts=["group"],
            closes_on=institution_today() - timedelta(days=4),
            state="closed",
            sent_at=now() - timedelta(days=25),
            stop_until=now() - timedelta(days=25),
        )
    return Round360.objects.create(
        subject=world.actors[subject].person,
        debriefer=world.actors[debriefer].person,
        line_manager=world.actors[over].person,
        scope_id=program,
        campaign=campaign,
        groups=["peers", "outside"],
        closes_on=institution_today() + timedelta(days=20 if wave is None else -4),
        state=state,
        raters=wave,
    )


def _approve(found, person, group: str) -> None:
    from rounds.surveys.models import Nomination

    Nomination.objects.create(round=found, group=group, person=person, state="approved", is_added=True)


def _release(found, report, *, opened_at=None) -> None:
    from rounds.surveys.models import Release360

    release = Release360(round=found, frozen_on=institution_today() - timedelta(days=3), opened_at=opened_at)
    release.seal_value(report)
    release.digest = sha256(release.sealed.encode()).digest()
    release.save()
