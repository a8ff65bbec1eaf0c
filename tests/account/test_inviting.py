"""Inviting from the pages of people, and the zone in which each reads the time."""

from datetime import UTC, datetime

import pytest

from rounds.accounts.models import Invitation
from rounds.core.database.scope import scope
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import CareerStage, Person, Site
from tests.access.matrix import client_of


@pytest.fixture
def world(own_world):
    with scope(own_world.here.id):
        yield own_world


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
    Institution.objects.filter(slug="st-brigid").update(timezone="America/New_York")
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
