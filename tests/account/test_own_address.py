"""Changing one's own sign-in address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from rounds.core.models import AuditEvent, KnownDevice, User

from .test_organization import member
from .test_sign_in import PASSWORD, is_signed_in, mailed_code, sign_in_by_code, sign_in_by_password

OLD, NEW = "cleo@st-brigid.example", "cleo@home.example"


@pytest.fixture
def cleo(hospital):
    return member(hospital, OLD)


def change_address(client, address=NEW):
    asked = client.post("/accounts/address/", {"new_address": address})
    return asked, client.post("/accounts/address/code/", {"code": mailed_code()})


def test_address_changes_by_the_code_in_the_new_mailbox(client, cleo):
    sign_in_by_code(client, OLD)

    asked, answer = change_address(client, "Cleo@Home.example")

    assert asked["Location"] == "/accounts/address/code/"
    assert answer["Location"] == "/accounts/"
    assert User.objects.get().email == NEW
    assert is_signed_in(client)
    assert [one.to for one in mail.outbox[-2:]] == [["cleo@home.example"], [OLD]]
    assert NEW in mail.outbox[-1].body
    assert AuditEvent.objects.filter(action="sign_in.address", by_user_id=cleo.pk).count() == 1


def test_nothing_changes_without_the_code(client, cleo):
    sign_in_by_code(client, OLD)
    client.post("/accounts/address/", {"new_address": NEW})
    wrong = "000000" if mailed_code() != "000000" else "111111"

    answer = client.post("/accounts/address/code/", {"code": wrong, "new_address": NEW})

    assert "not the code" in answer.text
    assert User.objects.get().email == OLD


def test_code_of_one_address_proves_no_other(client, cleo):
    sign_in_by_code(client, OLD)
    client.post("/accounts/address/", {"new_address": "mine@home.example"})
    code = mailed_code()
    client.post("/accounts/address/", {"new_address": "victim@home.example"})

    client.post("/accounts/address/code/", {"code": code})

    assert User.objects.get().email == OLD


def test_code_of_sign_in_changes_no_address(client, cleo):
    sign_in_by_code(client, OLD)
    client.post("/accounts/address/", {"new_address": NEW})
    other = Client()
    other.post("/sign-in/", {"email": OLD})

    client.post("/accounts/address/code/", {"code": mailed_code()})

    assert User.objects.get().email == OLD


def test_five_wrong_codes_and_ten_minutes_end_the_try(client, cleo, time_machine):
    sign_in_by_code(client, OLD)
    client.post("/accounts/address/", {"new_address": NEW})
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        client.post("/accounts/address/code/", {"code": wrong})

    tried = client.post("/accounts/address/code/", {"code": code})
    client.post("/accounts/address/", {"new_address": NEW})
    code = mailed_code()
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=601))
    client.post("/accounts/address/code/", {"code": code})

    assert tried["Location"] == "/accounts/address/"
    assert User.objects.get().email == OLD


def test_changing_the_address_asks_again_after_ten_minutes(client, cleo, time_machine):
    sign_in_by_password(client, OLD)
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=11))

    for page in ("/accounts/address/", "/accounts/address/code/"):
        assert client.post(page, {"new_address": NEW})["Location"].startswith("/accounts/confirm/")


def test_remembered_device_alone_changes_no_address(client, cleo):
    sign_in_by_code(client, OLD, remember="on")
    other = Client()
    other.cookies["rounds_device"] = client.cookies["rounds_device"].value

    answer = other.post("/accounts/address/", {"new_address": NEW})

    assert answer["Location"].startswith("/accounts/confirm/")


def test_other_sessions_and_devices_end_with_the_address(cleo):
    mine, other = Client(), Client()
    sign_in_by_code(other, OLD, remember="on")
    sign_in_by_code(mine, OLD)

    change_address(mine)

    assert not is_signed_in(other)
    assert not KnownDevice.objects.exists()
    assert is_signed_in(mine)


@pytest.mark.parametrize("address", ["bob@st-brigid.example", "BOB@St-Brigid.example", "no address", OLD, ""])
def test_taken_and_strange_addresses_are_refused_with_a_sentence(client, hospital, cleo, address):
    User.objects.create_user("bob@st-brigid.example", PASSWORD)
    sign_in_by_code(client, OLD)
    before = len(mail.outbox)

    answer = client.post("/accounts/address/", {"new_address": address})

    assert answer.status_code == 200
    assert "error" in answer.text
    assert len(mail.outbox) == before


def test_address_that_was_taken_meanwhile_is_refused(client, cleo):
    sign_in_by_code(client, OLD)
    client.post("/accounts/address/", {"new_address": NEW})
    User.objects.create_user(NEW)

    client.post("/accounts/address/code/", {"code": mailed_code()})

    assert User.objects.get(pk=cleo.pk).email == OLD
