"""Forms of mentor training and of experiences."""

from datetime import timedelta

from rounds.core.clock import institution_today
from tests.security import states


def no_coaching(world, actor, client):
    from rounds.development.models import CoachingPlan

    CoachingPlan.objects.all().delete()


def no_nomination(world, actor, client):
    from rounds.development.models import Nomination

    Nomination.objects.all().delete()


def jury_has_spoken(world, actor, client):
    """Let nominations be over and each of the jury be for."""
    from rounds.development.models import AwardRound, JurySeat, JuryVoice, Nomination

    AwardRound.objects.update(closes_on=institution_today() - timedelta(days=1))
    for seat in JurySeat.objects.all():
        for nominee in set(Nomination.objects.values_list("nominee_id", flat=True)):
            JuryVoice.objects.create(seat=seat, nominee_id=nominee, says="for")


def development_posts(world, Post):
    session = {"module": "2", "starts_at": states.utc_moment_to_come(), "room": "B 12", "led_by": "Dr. Marsh"}
    fay = "faculty_developer"
    entry = {
        "title": "A seat",
        "kind": "seat",
        "tier": "fellow",
        "length": "3 months",
        "domains": ["POL"],
        "prompts": "Why?",
        "looks_for": "A motion",
        "evidence": "Minutes",
    }
    day = institution_today()
    seats = {
        "host": world.actors["bob"].person.email,
        "times": "Tuesdays",
        "starts_on": (day + timedelta(days=30)).isoformat(),
        "closes_on": (day + timedelta(days=9)).isoformat(),
        "seats": "2",
    }
    return {
        "experiences:offering": Post({"line": "I would", "go": "ask"}, "offering open here", "bob"),
        "experiences:settle": Post({"go": "done"}, "seat of cleo", "newcomer"),
        "experiences:edit": Post(entry, "experience here", "alice"),
        "experiences:post": Post(seats, "experience here", "alice"),
        "experiences:call_off": Post(thing="offering open here", who="alice"),
        "experiences:rehearse": Post(thing="rehearse in running pair", who="cleo"),
        "experiences:rehearsal": Post(
            {"words": "Said it twice", "held_on": (day - timedelta(days=4)).isoformat()},
            "rehearsal of cleo",
            "cleo",
        ),
        "development:recognition": Post({"go": "trained"}, who=fay),
        "development:withdraw": Post({"reason": "Counted twice"}, "certificate of bob", fay),
        "development:agree": Post({"with_name": "on", "words": "Ask"}, "certificate of bob", "bob"),
        "development:story": Post({"words": "We learned to listen"}, who="bob"),
        "development:unshow": Post(thing="story of bob", who="bob"),
        "development:words": Post({"go": "let"}, "story of bob", fay),
        "development:awards": Post(
            {
                "award": "award_sponsor",
                "closes_on": (day + timedelta(days=30)).isoformat(),
                "jury": [str(world.actors[one].person.id) for one in (fay, "director", "gme_officer")],
            },
            who=fay,
        ),
        "development:award": Post(
            {"jury": [str(world.actors[one].person.id) for one in (fay, "director", "alice")]},
            "award here",
            fay,
        ),
        "development:close_award": Post(thing="award here", who=fay, before=jury_has_spoken),
        "development:call_off_award": Post(thing="award here", who=fay),
        "development:nominate": Post(
            {"nominee": str(world.actors["bob"].person.id), "words": "He asked first"},
            "award to nominate for",
            "cleo",
            before=no_nomination,
        ),
        "development:unnominate": Post(thing="nomination of cleo", who="cleo"),
        "development:voice": Post(
            {"nominee": str(world.actors["bob"].person.id), "go": "for"}, "award to judge", "director"
        ),
        "development:ask_coach": Post(
            {
                "coach": str(world.actors[fay].person.id),
                "origin": "self",
                "aim_1": "Ask first",
                "review_on": (day + timedelta(days=90)).isoformat(),
            },
            who="bob",
            before=no_coaching,
        ),
        "development:coaching_plan": Post({"words": "Twice", "go": "save"}, "coaching of bob", "bob"),
        "development:end_coaching": Post(thing="coaching of bob", who="bob"),
        "development:titles": Post({"go": "plain"}, who=fay),
        "development:plan": Post(session, who=fay),
        "development:session": Post({"go": "invite"}, "session to come here", fay),
        "development:uninvite": Post(thing="session to come here", who=fay),
        "development:call_off": Post(thing="session to come here", who=fay),
        "development:answer": Post({"go": "coming"}, "place of bob", "bob"),
    }
