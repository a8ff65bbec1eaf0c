"""Stopping reminders from a message: the address changes nothing, the button does, a forged one finds nothing."""

import pytest
from django.test import Client

from rounds.core.mail import choices
from rounds.people.models import Person
from rounds.web.mail.day import stop_link


@pytest.fixture
def cleo(in_hospital):
    return Person.objects.create(given_name="Cleo", family_name="Castell", email="cleo@example.org")


def path_of(link):
    return "/" + link.split("://", 1)[1].split("/", 1)[1]


def test_link_of_a_message_asks_and_one_press_stops(cleo, in_hospital):
    client, link = Client(), path_of(stop_link(cleo.id, in_hospital.id))

    asked = client.get(link)
    before = choices.choice_of(cleo.id).stopped_at
    pressed = client.post(link)

    assert (asked.status_code, before) == (200, None)
    assert "Castell" not in asked.content.decode(), "whoever has the address learns no name"
    assert "You get no more reminders" in pressed.content.decode()
    assert choices.without_reminders() == {cleo.id}


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd:1:2", "e30:1sabcd:zzzz"])
def test_forged_link_finds_nothing(cleo, token):
    answer = Client().post(f"/mail/stop/{token}/")

    assert answer.status_code == 404
    assert choices.without_reminders() == set()


def test_link_of_one_institution_stops_nobody_of_another(cleo, other_hospital):
    link = path_of(stop_link(cleo.id, other_hospital.id))

    assert Client().post(link).status_code == 404
    assert choices.without_reminders() == set()
