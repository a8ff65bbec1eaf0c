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
            if name == "here":
                _coach(world)
                _award(world, at)


def _add(world: World, name: str, at, invited, led_by: str) -> None:
    from rounds.core.clock import now
    from rounds.development.models import Certificate, SessionPlace, Shown, TrainingSession

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
    story = Shown.objects.create(
        person=invited.person,
        words="It is quieter when two ask.",
        until_on=(now() + timedelta(days=600)).date(),
    )
    world.add_thing(f"story of {invited.name}", at=at, owners={invited.name}, shown_id=story.id)
    Shown.objects.create(
        person=invited.person,
        certificate=certificate,
        with_name=False,
        until_on=(now() + timedelta(days=600)).date(),
    )
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


def _coach(world: World) -> None:
    """Let Bob be coached by the faculty developer."""
    from rounds.core.clock import institution_today
    from rounds.development.models import CoachingPlan

    bob, fay = world.actors["bob"].person, world.actors["faculty_developer"].person
    row = CoachingPlan(
        mentor=bob, coach=fay, state="running", review_on=institution_today() + timedelta(days=60)
    )
    aim, words = (
        world.word(f"CoachingPlan.sealed {one}", "bob", "faculty_developer") for one in ("aim", "coach")
    )
    row.seal_value({"origin": "talk", "aims": [aim], "talks": [], "mentor": "", "coach": words})
    row.save()
    world.add_thing("coaching of bob", owners={"bob", "faculty_developer"}, coaching_plan_id=row.id)


def _award(world: World, at) -> None:
    """Let an award be open here, with a jury; Cleo has nominated Bob."""
    from rounds.core.clock import institution_today
    from rounds.development.models import AwardRound, JurySeat, Nomination

    cleo, bob = world.actors["cleo"].person, world.actors["bob"].person
    jury = ("faculty_developer", "director", "gme_officer")
    open_until = institution_today() + timedelta(days=30)
    row = AwardRound.objects.create(
        award="award_mentor", year="2031", closes_on=open_until, opened_by="Fay Dunn"
    )
    for one in jury:
        JurySeat.objects.create(round=row, person=world.actors[one].person)
    made = Nomination(round=row, nominee=bob, nominator=cleo)
    made.seal_value({"words": world.word("Nomination.sealed", "cleo", *jury)})
    made.save()
    world.add_thing("award here", award_round_id=row.id)
    world.add_thing("award to nominate for", owners=_mentees(world), open_award_id=row.id)
    world.add_thing("award to judge", owners=set(jury), judged_award_id=row.id)
    world.add_thing("nomination of cleo", owners={"cleo"}, award_nomination_id=made.id)


def _mentees(world: World) -> set[str]:
    """Return who has, or had, a mentor: read from the tables, not by the product's selector."""
    from rounds.mentorships.models import Mentorship

    rows = Mentorship.objects.filter(opened_on__isnull=False, mentor__left_on=None).exclude(
        ended_on=None, state="ended"
    )
    had = {one.mentee_id for one in rows}
    return {name for name, one in world.actors.items() if one.person and one.person.id in had}
