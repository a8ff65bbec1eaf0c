"""What the office enters for a pair: asked when it is there already, corrected, removed, and seen when disputed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.mentorships.conversations.services.disputing import dispute_conversation
from rounds.mentorships.conversations.services.log import Held, SameDay, log_conversation, remove_entry
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import Conversation
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


@pytest.fixture
def desk(scene):
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    return client


def page(scene, name, **arguments):
    return reverse(f"year:{name}", kwargs={"institution": scene.institution.slug, **arguments})


def enter(scene, pair, minutes=400, **more):
    held = Held(entry_id=uuid4(), held_on=institution_today(), minutes=minutes, **more)
    return log_conversation(mentorship_id=pair.id, held=held, by=scene.alice, for_pair=True)


def counted():
    return [one.minutes for one in Conversation.objects.all() if one.counts]


def test_second_entry_of_a_day_is_asked_about(scene, pair):
    enter(scene, pair)

    with pytest.raises(SameDay):
        enter(scene, pair, 30)
    enter(scene, pair, 30, is_another=True)

    assert sorted(counted()) == [30, 400]


def test_entry_is_corrected_on_the_page_of_its_pair(scene, pair, desk):
    wrong = enter(scene, pair)
    url = page(scene, "held", mentorship_id=pair.id) + f"?correct={wrong.id}"

    offered = desk.get(page(scene, "pair", mentorship_id=pair.id)).content.decode()
    form = desk.get(url)
    day = institution_today().isoformat()
    desk.post(url, {"entry": form.context["form"]["entry"].value(), "held_on": day, "minutes": "45"})

    assert f"?correct={wrong.id}" in offered
    assert "400 minutes" in form.content.decode()
    assert counted() == [45]


def test_dispute_stands_on_home_and_list_until_the_entry_is_removed(scene, pair, desk):
    entry = enter(scene, pair)
    dispute_conversation(conversation_id=entry.id, by=scene.bob)
    home = reverse("home", kwargs={"institution": scene.institution.slug})

    seen = desk.get(home).content.decode(), desk.get(page(scene, "list") + "?show=disputed")
    desk.post(page(scene, "undo_held", conversation_id=entry.id))

    assert "1 pair says that what you entered was not so" in seen[0]
    assert [one.id for one in seen[1].context["page"]] == [pair.id]
    assert office_pairs(scene.alice, [scene.program]).disputed == ()
    assert "was not so" not in desk.get(home).content.decode()


def test_removed_entry_is_told_where_it_had_been_told(scene, pair, clock):
    entry = enter(scene, pair)
    dispatch_waiting()
    OutgoingMail.objects.update(state="sent")
    clock.shift(timedelta(minutes=20))

    remove_entry(conversation_id=entry.id, by=scene.alice)
    dispatch_waiting()

    told = OutgoingMail.objects.filter(kind="conversation_removed")
    assert {one.to_person_id for one in told} == {pair.mentee_id, pair.mentor_id}


def test_message_of_an_entry_leads_to_where_it_can_be_disputed(scene, pair):
    enter(scene, pair)
    dispatch_waiting()
    client = Client()
    sign_in_client(client, scene.people["Bob"].user)

    body = OutgoingMail.objects.filter(to_person_id=pair.mentor_id).get().body
    link = next(line for line in body.splitlines() if line.startswith("http"))
    shown = client.get("/" + link.split("/", 3)[3]).content.decode()

    assert "/dispute/" in shown
