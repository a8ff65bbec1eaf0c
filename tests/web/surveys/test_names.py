"""A lent name in the mail of the day: as its sender where that is all it says; the page shows its words first."""

import pytest
from django.core import mail as outbox

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.mail import send_waiting
from rounds.core.mail.days import KIND
from rounds.core.models import DayMail, OutgoingMail
from rounds.surveys.models import LentName, Request
from tests.access.matrix import client_of


@pytest.fixture
def world(own_world):
    return own_world


def reminded(world, name):
    """Send Cleo the mail of a day that reminds her for the second time, and return it."""
    asked = world.rows["request here"]
    Request.objects.filter(id=asked.id).update(reminders=2, reminded_on=institution_today())
    day, _made = DayMail.objects.get_or_create(person_id=asked.person_id, on=institution_today())
    OutgoingMail.objects.create(
        key=f"{KIND}:{name}",
        kind=KIND,
        to_address="cleo@mercy.example",
        to_person_id=asked.person_id,
        subject=name,
        body="",
        from_name=world.here.name,
        program_id=asked.wave.campaign.scope_id,
        ids={"day": str(day.id)},
    )
    send_waiting()
    return outbox.outbox[-1]


def test_mail_that_says_nothing_else_comes_from_who_lends_their_name(world):
    alice = world.actors["alice"].person
    with scope(world.here.id, world.here.timezone):
        plain = reminded(world, "plain")
        name = LentName.objects.get(person=alice)
    page = client_of(world.actors["alice"])
    at = f"/st-brigid/surveys/names/{name.id}/"
    words = page.get(at).content.decode()
    page.post(at, {"go": "lend"})
    with scope(world.here.id, world.here.timezone):
        borne = reminded(world, "borne")

    said = f"{alice.display_name} ({alice.email}) asks you to answer it"
    assert said in words
    assert said in " ".join(borne.body.split())
    assert said not in plain.body
    assert (alice.display_name in plain.from_email, plain.reply_to) == (False, [])
    assert (alice.display_name in borne.from_email, borne.reply_to) == (True, [alice.email])


def test_office_asks_and_who_is_asked_reads_it_at_home(world):
    wave = world.rows["planned wave"]
    gina = world.actors["faculty_developer"]
    alice = client_of(world.actors["alice"])

    alice.post(f"/st-brigid/surveys/{wave.id}/name/", {"person": str(gina.person.id)})
    alice.post(f"/st-brigid/surveys/{wave.id}/name/", {"person": str(world.actors["cleo"].person.id)})

    page = alice.get(f"/st-brigid/surveys/{wave.id}/").content.decode()
    assert f"{gina.person.display_name} was asked on" in page
    assert "asks for your name on a reminder" in client_of(gina).get("/st-brigid/").content.decode()
