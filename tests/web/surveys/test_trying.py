"""A test of a survey: the real mail and form, marked on every page; nothing of it is kept, and it is gone once it is sent."""

import pytest
from django.apps import apps
from django.core import mail as outbox

from rounds.core.database.scope import scope
from rounds.core.mail import send_waiting
from rounds.core.models import OutgoingMail
from rounds.people.models import Person
from rounds.surveys.campaigns.services import send_wave
from rounds.surveys.instruments.selectors import current_version, topics_of
from rounds.surveys.models import Wave
from tests.access.matrix import client_of
from tests.surveys.scenes import office

MARK = "Nobody is asked yet. What you type here is not kept, not counted, and gone as you go on."


@pytest.fixture
def world(own_world):
    return own_world


def counted():
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label == "surveys" or model._meta.label == "core.Draft"
    }


@pytest.mark.parametrize("mode", ["pooled", "named", "anonymous"])
def test_every_page_is_marked_and_nothing_is_kept(world, mode):
    wave = world.rows["planned wave"]
    with scope(world.here.id):
        Wave.objects.filter(id=wave.id).update(mode=mode, readers=["coordinator"] if mode == "named" else [])
        pages = len(topics_of(wave.version_id))
        before = counted()
    alice, at = client_of(world.actors["alice"]), f"/st-brigid/surveys/{wave.id}/test/"

    seen = []
    for number in range(1, pages + 1):
        seen.append(alice.get(f"{at}?page={number}"))
        last = alice.post(f"{at}?page={number}", {"a-sat_all": "4", "a-next": "Zzq words", "go": "next"})
    seen.append(alice.get(last.url))

    assert last.url == f"{at}?page=thanks"
    assert [MARK in one.content.decode() for one in seen] == [True] * (pages + 1)
    assert not [one for one in seen if "Zzq" in one.content.decode()]
    assert "Zzq" not in str(dict(alice.session))
    with scope(world.here.id):
        assert counted() == before
    assert alice.get(f"{at}?page={pages + 1}").status_code == 404
    assert alice.get(f"{at}?page=x").status_code == 404


def test_test_mail_is_the_real_one_marked_at_both_ends_and_goes_to_its_sender_alone(world):
    wave = world.rows["planned wave"]
    alice = client_of(world.actors["alice"])

    for _press in range(2):
        alice.post(f"/st-brigid/surveys/{wave.id}/test/send/")
    with scope(world.here.id):
        send_waiting()

    (mail,) = [one for one in outbox.outbox if one.subject.startswith("Test:")]
    assert mail.to == [world.actors["alice"].person.email]
    assert mail.body.count("TEST.") == 2
    assert "here are a few questions" in mail.body
    assert f"/st-brigid/surveys/{wave.id}/test/" in mail.body
    assert "/s/" not in mail.body  # no way in is made
    with scope(world.here.id):
        assert not Wave.objects.get(id=wave.id).requests.exists()


def test_sent_survey_has_no_test_any_more(world):
    wave = world.rows["planned wave"]
    alice = client_of(world.actors["alice"])
    alice.post(f"/st-brigid/surveys/{wave.id}/test/send/")
    with scope(world.here.id):
        send_wave(wave=wave, by=office(world.here, wave.campaign.scope_id))
        send_waiting()

    assert [one for one in outbox.outbox if one.subject.startswith("Test:")] == []
    assert alice.get(f"/st-brigid/surveys/{wave.id}/test/").url == f"/st-brigid/surveys/{wave.id}/"
    assert alice.post(f"/st-brigid/surveys/{wave.id}/test/send/").status_code == 409


def test_who_has_no_address_is_told_so_and_gets_no_test(world):
    wave, alice = world.rows["planned wave"], world.actors["alice"]
    with scope(world.here.id):
        Person.objects.filter(id=alice.person.id).update(email="not an address")

    page = client_of(alice).post(f"/st-brigid/surveys/{wave.id}/test/send/")

    assert "no e-mail address" in page.content.decode()
    with scope(world.here.id):
        assert not OutgoingMail.objects.filter(kind="survey_test").exists()


def test_page_before_sending_of_a_long_survey_is_marked_too(world):
    wave = world.rows["planned wave"]
    with scope(world.here.id):
        long = current_version("leader_360_short")
        Wave.objects.filter(id=wave.id).update(version=long)
        last = len(topics_of(long.id)) + 1
    alice, at = client_of(world.actors["alice"]), f"/st-brigid/surveys/{wave.id}/test/"

    page = alice.get(f"{at}?page={last}").content.decode()

    assert MARK in page
    assert "Check before you send" in page
    assert alice.post(f"{at}?page={last}", {"go": "next"}).url == f"{at}?page=thanks"
