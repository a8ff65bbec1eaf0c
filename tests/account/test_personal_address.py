"""A personal address: kept once the code that was mailed there is typed, confirmed no longer when another is entered."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rounds.people.models import Person
from rounds.people.services import update_person
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene

from .test_sign_in import mailed_code

HOME = "cleo@home.example"


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def cleo(scene):
    client = Client()
    sign_in_client(client, scene.people["Cleo"].user)
    return client


def page(scene, name):
    return reverse(f"record:{name}", kwargs={"institution": scene.institution.slug})


def on_record(scene):
    row = Person.objects.get(id=scene.people["Cleo"].id)
    return row.personal_email, row.personal_confirmed_at is not None


def test_address_is_kept_by_the_code_that_went_there_and_taken_away_again(scene, cleo):
    asked = cleo.post(page(scene, "address"), {"address": "Cleo@Home.example "})
    before = on_record(scene)
    cleo.post(page(scene, "prove_address"), {"code": mailed_code()})

    assert asked["Location"] == page(scene, "prove_address")
    assert [one.to for one in mail.outbox] == [[HOME]]
    assert before == ("", False)
    assert on_record(scene) == (HOME, True)
    assert "you confirmed it on" in cleo.get(page(scene, "mine")).text
    cleo.post(page(scene, "remove_address"))
    assert on_record(scene) == ("", False)


def test_wrong_codes_keep_nothing_and_five_are_all(scene, cleo):
    cleo.post(page(scene, "address"), {"address": HOME})
    right = mailed_code()
    wrong = "000000" if right != "000000" else "111111"

    answers = [cleo.post(page(scene, "prove_address"), {"code": wrong}).status_code for _try in range(5)]
    late = cleo.post(page(scene, "prove_address"), {"code": right})

    assert set(answers) == {200}
    assert late["Location"] == page(scene, "address")
    assert on_record(scene) == ("", False)


def test_nobody_mailbox_is_filled_and_a_work_address_is_none(scene, cleo):
    work = cleo.post(page(scene, "address"), {"address": scene.people["Cleo"].email})
    assert "may end with your work" in work.text

    for _time in range(12):
        last = cleo.post(page(scene, "address"), {"address": HOME})

    assert "Too many codes" in last.text
    assert len(mail.outbox) == 10


def test_another_address_is_not_confirmed(scene, cleo):
    cleo.post(page(scene, "address"), {"address": HOME})
    cleo.post(page(scene, "prove_address"), {"code": mailed_code()})

    person = Person.objects.get(id=scene.people["Cleo"].id)
    update_person(person=person, by=scene.alice, personal_email="other@home.example")

    assert on_record(scene) == ("other@home.example", False)
    assert "not confirmed yet" in cleo.get(page(scene, "mine")).text
