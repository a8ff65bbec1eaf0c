"""The page of a monitoring: a credential is on the page that made it, once; who may end it; what a foreign kind answers."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from rounds.core.database.scope import scope
from rounds.integrations.models import Connection, MachineCredential
from tests.access.matrix import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(own_world):
    cache.clear()
    return own_world


def at(world, what, connection="Monitoring"):
    with scope(world.here.id):
        row = Connection.objects.get(name=connection)
    return f"/{world.here.slug}/connections/{row.id}/{what}"


def the_one(world):
    with scope(world.here.id):
        return MachineCredential.objects.get(connection__name="Monitoring", ended_at=None)


def test_token_is_on_the_page_that_made_it_and_on_no_other(world):
    admin = client_of(world.actors["site_admin"])
    day = the_one(world).last_on.isoformat()

    made = admin.post(at(world, "credentials/new/"), {"scopes": ["connections"], "last_on": day})

    (token,) = re.findall(r"rounds_[\w-]{43}", made.content.decode())
    assert made["Cache-Control"] == "no-store"
    answer = client_of(None).get(
        f"/api/v1/{world.here.slug}/connections/", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200
    for who in ("site_admin", "chief", "auditor"):
        client = client_of(world.actors[who])
        for page in (at(world, ""), f"/{world.here.slug}/audit/", f"/{world.here.slug}/connections/"):
            assert token not in client.get(page).content.decode()


def test_mistyped_day_is_said_and_makes_nothing(world):
    admin = client_of(world.actors["site_admin"])

    page = admin.post(at(world, "credentials/new/"), {"scopes": ["connections"], "last_on": "2999-01-01"})

    assert page.status_code == 200
    assert "Choose a day from" in page.content.decode()
    with scope(world.here.id):
        assert MachineCredential.objects.filter(connection__name="Monitoring").count() == 1


def test_end_asks_with_its_days_and_ends_it_at_once(world):
    row = the_one(world)
    chief = client_of(world.actors["chief"])
    where = f"/{world.here.slug}/connections/credentials/{row.id}/end/"

    asked = chief.get(where).content.decode()
    assert f"{row.last_on:%-d %b %Y}" in asked
    assert "It is the only one" in asked
    chief.post(where)

    assert chief.get(where).status_code == 404
    with scope(world.here.id):
        assert MachineCredential.objects.get(id=row.id).ended_at is not None


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Monitoring", "settings/"),
        ("Monitoring", "for-your-it.pdf"),
        ("Connection that is on", "reads/"),
        ("Connection that is on", "credentials/new/"),
    ],
)
def test_pages_of_one_kind_are_none_of_another(world, name, what):
    assert client_of(world.actors["site_admin"]).get(at(world, what, name)).status_code == 404
