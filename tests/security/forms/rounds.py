"""Forms of rounds of feedback."""

from datetime import timedelta

from rounds.core.clock import institution_today
from tests.security import states


def round_posts(world, Post):
    emails = {name: actor.person.email for name, actor in world.actors.items() if actor.person}
    day = (institution_today() + timedelta(days=21)).isoformat()
    plan = {
        "program": str(world.rows["running pair"].cycle.program_id),
        "subject": emails["former_mentor"],
        "debriefer": emails["bob"],
        "line_manager": emails["director"],
        "groups": ["peers"],
        "closes_on": day,
    }
    choosing = "round of cleo"
    return {
        "rounds360:new": Post(plan, who="faculty_developer"),
        "rounds360:detail": Post({"go": "send"}, choosing, "alice", before=approve_raters),
        "rounds360:add": Post(
            {"group": "peers", "who": emails["newcomer"], "reason": "works beside her"}, choosing, "alice"
        ),
        "rounds360:change": Post(
            {"debriefer": emails["former_mentor"], "groups": ["outside"], "closes_on": day},
            choosing,
            "alice",
        ),
        "rounds360:call_off": Post(thing=choosing, who="alice"),
        "rounds360:take_up": Post(thing=choosing, who="alice", before=call_off),
        "rounds360:stop": Post(thing=choosing, who="alice", before=send_round),
        "rounds360:decide": Post({"go": "ask"}, "rater of cleo", "alice"),
        "feedback360:raters": Post(
            {"group": "peers", "who": emails["newcomer"], "go": "propose"}, "own round of cleo", "cleo"
        ),
        "feedback360:withdraw": Post(thing="nomination by cleo", who="cleo"),
        "feedback360:debrief": Post(
            {"at": states.utc_moment_to_come(), "go": "book"}, "debrief by bob", "bob"
        ),
    }


def approve_raters(world, actor, client):
    """Approve eight peers of Cleo's round."""
    from rounds.people.models import Person
    from rounds.surveys.models import Nomination, Round360

    found = world.rows["round of cleo"]
    Round360.objects.filter(id=found.id).update(groups=["peers"])
    people = [
        Person(given_name="Peer", family_name=f"Test {n}", email=f"peer{n}@mercy.example") for n in range(8)
    ]
    Person.objects.bulk_create(people)
    Nomination.objects.bulk_create(
        Nomination(round=found, group="peers", person=one, state="approved") for one in people
    )


def send_round(world, actor, client):
    """Send it, a moment ago."""
    from rounds.surveys.feedback360.services.sending import send_round as send
    from tests.worlds.words import viewer_of

    approve_raters(world, actor, client)
    send(round_id=world.rows["round of cleo"].id, by=viewer_of(world, "alice"))


def call_off(world, actor, client):
    """Call it off."""
    from rounds.surveys.feedback360.services.changing import call_off_round
    from tests.worlds.words import viewer_of

    call_off_round(round_id=world.rows["round of cleo"].id, by=viewer_of(world, "alice"))
