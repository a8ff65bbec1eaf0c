"""Rounds of feedback: raters chosen, a report that waits for its debrief, one that is open."""

from datetime import timedelta
from hashlib import sha256

from tests.browser.visits import Visit
from tests.surveys.feedback360.written import a_report


def prepare(world, program):
    from rounds.core.clock import institution_today, now
    from rounds.people.models import Person
    from rounds.surveys.instruments.selectors import current_version
    from rounds.surveys.models import Campaign, ExternalRater, Nomination, Release360, Round360, Wave

    version, cleo = current_version("leader_360_short"), world.people["cleo"]
    people = [
        Person.objects.create(given_name="Ana", family_name=f"Rater {n}", email=f"rater{n}@mercy.example")
        for n in range(4)
    ]
    pair = world.things["brought"]

    def made(state, subject, debriefer):
        campaign = Campaign.objects.create(
            instrument=version.instrument,
            name=f"Feedback for {subject.display_name}",
            scope_id=program,
            audience="feedback360",
        )
        sent = {"sent_at": now() - timedelta(days=30), "stop_until": now() - timedelta(days=30)}
        wave = Wave.objects.create(
            campaign=campaign,
            version=version,
            mode="anonymous",
            closes_on=institution_today() - timedelta(days=20),
            state="closed",
            **sent,
        )
        return Round360.objects.create(
            subject=subject,
            debriefer=debriefer,
            line_manager=people[0],
            scope_id=program,
            campaign=campaign,
            groups=["peers", "outside"],
            closes_on=institution_today() + timedelta(days=20),
            state=state,
            raters=None if state in ("nominating", "stopped") else wave,
        )

    def frozen(found, **more):
        release = Release360(round=found, frozen_on=institution_today() - timedelta(days=16), **more)
        release.seal_value(a_report())
        release.digest = sha256(release.sealed.encode()).digest()
        release.save()

    choosing = made("nominating", cleo, people[1])
    for person, state in ((people[2], "proposed"), (people[3], "approved")):
        Nomination.objects.create(round=choosing, group="peers", person=person, state=state)
    outside = ExternalRater.objects.create(name="Jo Outside", email="jo@elsewhere.example")
    Nomination.objects.create(round=choosing, group="outside", outside=outside)
    done = made("ready", cleo, people[1])
    frozen(done, opened_at=now())
    waits = made("ready", people[2], pair.mentee if pair.mentee_id != people[2].id else cleo)
    Round360.objects.filter(id=waits.id).update(debriefer=cleo)
    frozen(waits)
    booked = made("ready", people[3], cleo)
    frozen(booked, booked_at=now() + timedelta(minutes=10))
    off = made("stopped", people[1], cleo)
    world.things["called off round"] = off
    world.things |= {"round": choosing, "done round": done, "waiting round": waits, "booked round": booked}


def _id(name, which):
    return lambda world: {name: world.things[which].id}


CLEO = {"who": "cleo", "weight": "participant"}
VISITS = [
    Visit("feedback360:raters", arguments=_id("own_round_id", "round"), **CLEO),
    Visit("feedback360:report", arguments=_id("around_id", "done round"), **CLEO),
    Visit("feedback360:debrief", arguments=_id("debriefed_id", "waiting round"), state="not booked", **CLEO),
    Visit("feedback360:debrief", arguments=_id("debriefed_id", "booked round"), state="begins", **CLEO),
    Visit(
        "feedback360:debrief",
        arguments=_id("debriefed_id", "booked round"),
        query="?begin",
        state="asks",
        **CLEO,
    ),
    Visit("rounds360:list"),
    Visit("rounds360:new"),
    Visit("rounds360:detail", arguments=_id("round_id", "round"), state="raters are chosen"),
    Visit("rounds360:detail", arguments=_id("round_id", "waiting round"), state="another debriefer"),
    Visit("rounds360:add", arguments=_id("round_id", "round")),
    Visit("rounds360:change", arguments=_id("round_id", "round")),
    Visit("rounds360:call_off", arguments=_id("round_id", "round")),
    Visit("rounds360:detail", arguments=_id("round_id", "called off round"), state="called off"),
]
NOT_PAGES = {
    **{f"rounds360:{name}": "takes a POST and leads back" for name in ("stop", "decide", "take_up")},
    "feedback360:withdraw": "takes a POST and leads back",
    "feedback360:report_file": "a PDF file",
}
