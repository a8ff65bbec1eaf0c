"""Changing one's own sign-in address, and inviting from the pages of people."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from rounds.core.models import AuditEvent, KnownDevice, OutgoingMail, User
from rounds.core.scope import scope
from rounds.people.models import CareerStage, Invitation, Person, Site
from tests.access.matrix import client_of
from tests.world import build_world

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


# inviting


@pytest.fixture
def world(db):
    world = build_world()
    with scope(world.here.id):
        yield world


def without_account(count, word="nia"):
    return [
        Person.objects.create(
            given_name="Nia", family_name=f"New {number:02}", email=f"{word}{number}@x.example"
        )
        for number in range(count)
    ]


def test_page_of_a_person_invites(world):
    (nia,) = without_account(1)
    alice = client_of(world.actors["alice"])
    page = f"/st-brigid/people/{nia.id}/"

    shown = alice.get(page).text
    answer = alice.post(f"/st-brigid/access/invite/{nia.id}/", {"next": page})

    assert f"/st-brigid/access/invite/{nia.id}/" in shown
    assert answer["Location"] == page
    assert OutgoingMail.objects.filter(kind="invitation", to_person_id=nia.id).count() == 1


def test_page_of_a_person_with_an_account_invites_nobody(world):
    cleo = world.actors["cleo"].person

    assert "/access/invite/" not in client_of(world.actors["alice"]).get(f"/st-brigid/people/{cleo.id}/").text


def test_those_chosen_are_invited(world):
    people = without_account(3)
    gone = Person.objects.create(family_name="Gone", email="gone@x.example", left_on="2020-01-01")
    alice = client_of(world.actors["alice"])
    page = alice.get("/st-brigid/access/invite/").text
    chosen = [people[0], people[2], gone, world.actors["cleo"].person, world.actors["dina"].person]

    alice.post("/st-brigid/access/invite/", {"person": [*(str(one.id) for one in chosen), "garbage"]})

    invited = set(Invitation.objects.values_list("person_id", flat=True))
    assert all(one.email in page for one in people)
    assert gone.email not in page
    assert invited == {people[0].id, people[2].id}


def test_list_of_those_to_invite_takes_the_same_queries_for_one_and_many(
    world, django_assert_max_num_queries
):
    alice = client_of(world.actors["alice"])
    without_account(1)
    alice.get("/st-brigid/access/invite/")
    counts = []
    for more in (0, 30):
        without_account(more, word="more")
        with django_assert_max_num_queries(20) as queries:
            alice.get("/st-brigid/access/invite/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


# in whose zone times are shown


@pytest.mark.parametrize(
    ("site_zone", "shown"),
    [("America/Los_Angeles", "5:00 AM"), ("", "8:00 AM"), (None, "8:00 AM")],
)
def test_times_are_shown_in_the_zone_of_the_reader(world, site_zone, shown, monkeypatch):
    from django.http import HttpResponse
    from django.utils import timezone

    from rounds.web.home import views

    cleo = world.actors["cleo"].person
    CareerStage.objects.filter(person=cleo).delete()
    if site_zone is not None:
        site = Site.objects.create(name="West campus", timezone=site_zone)
        CareerStage.objects.create(person=cleo, tier="resident", from_on="2020-01-01", site=site)
    moment = datetime(2026, 1, 15, 13, 0, tzinfo=UTC)
    monkeypatch.setattr(
        views, "render", lambda *args: HttpResponse(f"{timezone.localtime(moment):%-I:%M %p}"), raising=True
    )

    answer = client_of(world.actors["cleo"]).get("/st-brigid/", follow=True)

    assert shown in answer.text
