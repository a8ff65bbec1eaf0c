"""Mentor training: a session to come and one that was, at each institution; Bob is invited to the first."""

from __future__ import annotations

from datetime import timedelta

from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    led_by = world.word("TrainingSession.led_by", "faculty_developer", may={"bob", "both"})
    for name, at, invited, leads in (
        ("here", world.here, "bob", led_by),
        ("elsewhere", world.elsewhere, "dina", "Somebody"),
    ):
        with scope(at.id):
            _add(world, name, at, world.actors[invited], leads)


def _add(world: World, name: str, at, invited, led_by: str) -> None:
    from rounds.core.clock import now
    from rounds.development.models import Certificate, SessionPlace, TrainingSession

    for when, day in (("to come", timedelta(days=20)), ("that was", timedelta(days=-20))):
        session = TrainingSession.objects.create(
            module="1", starts_at=now() + day, room="Auditorium B", led_by=led_by
        )
        world.add_thing(f"session {when} {name}", at=at, training_session_id=session.id)
        if when == "to come":
            place = SessionPlace.objects.create(session=session, person=invited.person)
            world.add_thing(
                f"place of {invited.name}", at=at, owners={invited.name}, training_place_id=place.id
            )
    certificate = Certificate.objects.create(
        person=invited.person,
        honor="year",
        of="2024",
        name=invited.person.full_name,
        words="has mentored for nine months from 2024.",
        earned_on=(now() - timedelta(days=300)).date(),
        code=("a" if name == "here" else "b") * 32,
        issued_by="Fay Dunn",
    )
    label = f"certificate of {invited.name}"
    world.add_thing(label, at=at, owners={invited.name}, certificate_id=certificate.id)
    world.add_thing(f"check of {invited.name}", at=at, certificate_code=certificate.code)
    _ready(world, name)
    world.add_thing(f"module {name}", at=at, module="4")


def _ready(world: World, name: str) -> None:
    """Let one mentor of the first institution have earned a certificate that nobody has issued."""
    from rounds.core.clock import institution_today
    from rounds.people.models import TrainingRecord

    if name == "here":
        bob = world.actors["bob"].person
        TrainingRecord.objects.create(person=bob, title="Course", hours=8, done_on=institution_today())
