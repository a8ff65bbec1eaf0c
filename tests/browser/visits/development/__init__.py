"""Mentor training: the desk, a session to come, one that was, a module, one's own."""

from datetime import timedelta

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.clock import now
    from rounds.development.models import Certificate, SessionPlace, Shown, TrainingSession

    for name, days in (("session ahead", 12), ("session past", -12)):
        session = TrainingSession.objects.create(
            module="1", starts_at=now() + timedelta(days=days), room="Auditorium B", led_by="Dr. Marsh"
        )
        for one in ("bob", "erin"):
            SessionPlace.objects.create(session=session, person=world.people[one])
        world.things[name] = session
    bob = world.people["bob"]
    world.things["certificate"] = Certificate.objects.create(
        person=bob,
        honor="year",
        of="2024",
        name=bob.full_name,
        words="has mentored for nine months from 2024.",
        earned_on=(now() - timedelta(days=300)).date(),
        code="c" * 32,
        issued_by="Gina Moss",
    )
    Shown.objects.create(
        person=bob, words="It is quieter when two ask.", until_on=(now() + timedelta(days=600)).date()
    )
    Shown.objects.create(
        person=world.people["erin"],
        words="Somebody asked first.",
        until_on=(now() + timedelta(days=600)).date(),
        read_by="Gina Moss",
        read_at=now(),
    )


def coaching(world):
    """Return Bob's coaching plan with Gina."""
    from rounds.core.clock import institution_today
    from rounds.development.models import CoachingPlan

    row = CoachingPlan.objects.first()
    if row is None:
        row = CoachingPlan(
            mentor=world.people["bob"],
            coach=world.people["gina"],
            state="running",
            review_on=institution_today() + timedelta(days=60),
        )
        said = {"origin": "self", "aims": ["Ask first"], "talks": [["2026-05-04", True]]}
        row.seal_value({**said, "mentor": "", "coach": "Wait four seconds."})
        row.save()
    return {"coaching_plan_id": row.id}


def award(name):
    """Return the arguments of a page of the award, by the name that it has there."""
    return lambda world: {name: award_row(world).id}


def award_row(world):
    """Return an award with a jury; Bob's mentee has nominated him."""
    from rounds.core.clock import institution_today
    from rounds.development.models import AwardRound, JurySeat, Nomination

    found = AwardRound.objects.filter(called_off_at=None, decided_at=None).first()
    if found is not None:
        return found
    row = AwardRound.objects.create(
        award="award_mentor",
        year="2031",
        closes_on=institution_today() + timedelta(days=30),
        opened_by="Gina Moss",
    )
    JurySeat.objects.create(round=row, person=world.people["gina"])
    made = Nomination(round=row, nominee=world.people["bob"], nominator=world.people["cleo"])
    made.seal_value({"words": "He asked first."})
    made.save()
    return row


def session(name):
    return lambda world: {"training_session_id": world.things[name].id}


VISITS = [
    Visit("development:training", who="gina", weight="dashboard"),
    Visit("development:plan", who="gina"),
    Visit("development:session", who="gina", arguments=session("session ahead")),
    Visit("development:session", who="gina", arguments=session("session past"), state="that was"),
    Visit("development:call_off", who="gina", arguments=session("session ahead")),
    Visit("development:recognition", who="gina"),
    Visit(
        "development:withdraw",
        who="gina",
        arguments=lambda world: {"certificate_id": world.things["certificate"].id},
    ),
    Visit(
        "development:agree",
        who="bob",
        arguments=lambda world: {"certificate_id": world.things["certificate"].id},
        weight="participant",
    ),
    Visit("development:story", who="bob", weight="participant"),
    Visit(
        "celebration",
        who=None,
        arguments=lambda world: {"institution": world.institution.slug},
        weight="participant",
    ),
    Visit(
        "certificate_check",
        who=None,
        arguments=lambda world: {
            "institution": world.institution.slug,
            "certificate_code": world.things["certificate"].code,
        },
        weight="participant",
    ),
    Visit("development:awards", who="gina"),
    Visit("development:award", who="gina", arguments=award("award_round_id")),
    Visit(
        "development:close_award",
        who="gina",
        arguments=award("award_round_id"),
    ),
    Visit(
        "development:call_off_award",
        who="gina",
        arguments=award("award_round_id"),
    ),
    Visit(
        "development:nominate",
        who="wren",
        arguments=award("open_award_id"),
        weight="participant",
    ),
    Visit("development:jury", who="gina", arguments=award("judged_award_id")),
    Visit("development:coaching", who="bob", weight="participant"),
    Visit("development:coaching", who="gina", state="as a coach"),
    Visit("development:ask_coach", who="bob", weight="participant"),
    Visit("development:coaching_plan", who="bob", arguments=coaching, weight="participant"),
    Visit("development:end_coaching", who="bob", arguments=coaching, weight="participant"),
    Visit("development:certificates", who="bob", weight="participant"),
    Visit("development:module", who="bob", arguments={"module": "4"}, weight="participant"),
    Visit("development:mine", who="bob", weight="participant"),
]
NOT_PAGES = dict.fromkeys(
    (
        "development:titles",
        "development:uninvite",
        "development:answer",
        "development:unshow",
        "development:unnominate",
        "development:voice",
        "development:words",
    ),
    "takes a POST and leads on",
) | {"development:certificate": "a PDF"}
