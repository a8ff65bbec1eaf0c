"""Please call me, on pages: what is typed is kept, the wish names no survey, who is asked reads it, its person is told."""

import pytest
from django.core import mail as outbox
from django.test import Client

from rounds.core.database.scope import scope
from rounds.core.events import dispatch_waiting
from rounds.core.mail import send_waiting
from rounds.core.models import Institution
from rounds.insights.models import HelpOffer
from rounds.surveys.answering.selectors import answers_of
from rounds.surveys.answering.services import make_link
from rounds.surveys.instruments.selectors import current_version, topics_of
from rounds.surveys.models import CallRequest, Request
from tests.access.matrix import client_of
from tests.worlds.year_surveys import _wave

HERE = "/st-brigid"


@pytest.fixture
def world(own_world):
    with scope(own_world.here.id):
        CallRequest.objects.all().delete()
    return own_world


@pytest.fixture
def asked(world):
    return world.rows["request here"]


def wishes(world):
    with scope(world.here.id):
        return list(CallRequest.objects.all())


def office_of(page):
    """Return the first choice of a page's radio buttons."""
    return page.split('name="to" value="')[1].split('"')[0]


def test_press_in_a_survey_keeps_what_is_typed_and_leads_to_a_page_that_knows_of_none(world, asked):
    cleo = client_of(world.actors["cleo"])
    to_call = cleo.post(f"{HERE}/answer/{asked.id}/2/", {"a-con": "3", "a-next": "More time.", "go": "call"})
    page = cleo.get(to_call.url).content.decode()
    cleo.post(to_call.url, {"to": office_of(page), "reach": "555 0100, noon", "go": "ask"})

    with scope(world.here.id):
        assert answers_of(asked)["next"] == "More time."
    assert to_call.url == f"{HERE}/answer/call/"
    assert f'href="{HERE}/answer/{asked.id}/2/"' in page  # back to the questions
    (wish,) = wishes(world)
    assert wish.opened() == {"reach": "555 0100, noon"}
    shown = cleo.get(to_call.url).content.decode()
    assert "555 0100, noon" in shown
    assert "You asked to be called" in cleo.get(f"{HERE}/").content.decode()


def test_office_is_told_without_a_name_reads_who_and_its_note_is_told_back(world):
    cleo, alice = client_of(world.actors["cleo"]), client_of(world.actors["alice"])
    to = f"{HERE}/answer/call/"
    cleo.post(to, {"to": office_of(cleo.get(to).content.decode()), "reach": "555 0100", "go": "ask"})
    Institution.objects.filter(id=world.here.id).update(mail_is_live=True)
    with scope(world.here.id):
        dispatch_waiting()
        send_waiting()
    mails = [one for one in outbox.outbox if one.subject == "Somebody asks you to call"]

    assert world.actors["alice"].person.email in {one.to[0] for one in mails}
    assert not [one for one in mails if world.actors["cleo"].person.family_name in one.subject + one.body]
    home = alice.get(f"{HERE}/")
    assert "1 person asks to be called" in home.content.decode()
    # who asked for a person comes first, but for an emergency
    assert "calls" in [group.key for group in home.context["office"].groups[:2]]
    listed = alice.get(f"{HERE}/surveys/calls/").content.decode()
    assert "555 0100" in listed
    (wish,) = wishes(world)
    alice.post(f"{HERE}/surveys/calls/{wish.id}/called/")
    assert "asks to be called" not in alice.get(f"{HERE}/").content.decode()
    home = cleo.get(f"{HERE}/").content.decode()
    assert "You were called" in home.partition('id="settled"')[0], "told on the home itself, in no fold"


def test_number_is_added_to_a_wish_that_was_sent_without_one(world):
    cleo, to = client_of(world.actors["cleo"]), f"{HERE}/answer/call/"
    cleo.post(to, {"to": office_of(cleo.get(to).content.decode()), "go": "ask"})

    cleo.post(to, {"reach": "555 0100, noon", "go": "ask"})

    (wish,) = wishes(world)
    assert wish.opened() == {"reach": "555 0100, noon"}
    assert "555 0100, noon" in client_of(world.actors["alice"]).get(f"{HERE}/surveys/calls/").content.decode()


def test_link_of_a_mail_is_enough_to_ask_and_to_take_back_and_shows_the_routes(world, asked):
    with scope(world.here.id):
        link = make_link(asked)
    client = Client()
    client.get(f"/s/{link}/")
    page = client.get("/answer/call/").content.decode()

    client.post("/answer/call/", {"to": office_of(page), "go": "ask"})
    assert [one.person_id for one in wishes(world)] == [world.actors["cleo"].person.id]
    client.post("/answer/call/", {"go": "back"})

    assert wishes(world) == []
    assert client.get("/answer/help/").status_code == 200
    assert "answer/help/" in client.get("/answer/1/").content.decode()
    assert Client().get("/answer/call/").status_code == 404


def test_mentors_press_reaches_faculty_developers_and_leaves_the_ticks_pooled(world):
    bob = world.actors["bob"].person
    with scope(world.here.id):
        HelpOffer.objects.filter(person=bob).delete()
        wave = _wave(
            current_version("mentor_self"), world.rows["running pair"].cycle.program_id, state="sent"
        )
        asked = Request.objects.create(wave=wave, person=bob, state="asked")
        number = next(
            place
            for place, topic in enumerate(topics_of(wave.version_id), start=1)
            if any(one.key == "help" for one in topic.questions)
        )
        link = make_link(asked)
    client = Client()
    client.get(f"/s/{link}/")
    at = f"/answer/{number}/"

    offered = client.get(at).content.decode()
    client.post(at, {"a-help": ["1"], "go": "contact"})

    assert "Please contact me about this" in offered
    with scope(world.here.id):
        assert answers_of(asked)["help"] == [1]
        wish = HelpOffer.objects.get(person=bob, ended_at=None)
        assert (wish.asked_at is None, wish.facts, wish.answer) == (False, [], "")
    assert "You asked to be contacted" in client.get(at).content.decode()
    client.post(at, {"go": "no_contact"})
    with scope(world.here.id):
        assert not HelpOffer.objects.filter(person=bob, ended_at=None).exists()
