"""Mentor training: the desk, a session to come, one that was, a module, one's own."""

from datetime import timedelta

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.clock import now
    from rounds.development.models import Certificate, SessionPlace, TrainingSession

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
    Visit("development:certificates", who="bob", weight="participant"),
    Visit("development:module", who="bob", arguments={"module": "4"}, weight="participant"),
    Visit("development:mine", who="bob", weight="participant"),
]
NOT_PAGES = dict.fromkeys(
    ("development:titles", "development:uninvite", "development:answer"), "takes a POST and leads on"
)
