"""The site administrator takes over no account unseen: it waits, is recorded, and its owner is told."""

from __future__ import annotations

import pytest

from rounds.accounts.models import PendingChange
from rounds.core.database.scope import scope
from rounds.core.events import dispatch_waiting
from rounds.core.models import AuditEvent, OutgoingMail, User
from rounds.people.models import RoleAssignment
from tests.access.matrix import client_of


@pytest.fixture
def asked_for(own_world):
    """Ask on the pages, as the administrator, for another address for Cleo and a role for themselves."""
    world = own_world
    client = client_of(world.actors["site_admin"])
    slug = world.here.slug
    with scope(world.here.id):
        PendingChange.objects.all().delete()
        client.post(
            f"/{slug}/access/address/",
            {"person": world.actors["cleo"].person.id, "new_address": "mine@evil.example"},
        )
        client.post(
            f"/{slug}/access/role/", {"person": world.actors["site_admin"].person.id, "role": "coordinator"}
        )
        yield world, client, {change.kind: change for change in PendingChange.objects.all()}


def test_what_the_administrator_asks_for_waits_is_recorded_and_told_to_the_owner(asked_for):
    world, client, changes = asked_for

    for change in changes.values():
        client.post(f"/{world.here.slug}/access/{change.id}/", {"confirm": "1"})
    dispatch_waiting()

    assert set(changes) == {"address", "role"}
    assert User.objects.get(pk=world.actors["cleo"].user.pk).email == "cleo@st-brigid.example"
    assert not RoleAssignment.objects.filter(
        person=world.actors["site_admin"].person, role="coordinator"
    ).exists()
    for change, owner in ((changes["address"], "cleo"), (changes["role"], "site_admin")):
        assert AuditEvent.objects.filter(action="access.asked", object_id=change.id).exists()
        assert OutgoingMail.objects.filter(to_address=world.actors[owner].user.email).exists()


@pytest.mark.parametrize("second", ["bob", "cleo", "auditor", "gme_officer", "steering_viewer", "delegate"])
def test_nobody_outside_the_office_is_a_second_person_for_a_role(asked_for, second):
    world, _client, changes = asked_for

    answer = client_of(world.actors[second]).post(
        f"/{world.here.slug}/access/{changes['role'].id}/", {"confirm": "1"}
    )

    assert answer.status_code == 404
    assert not RoleAssignment.objects.filter(
        person=world.actors["site_admin"].person, role="coordinator"
    ).exists()


def test_administrator_can_not_sign_in_as_somebody_else(asked_for, settings):
    """No page of another account: sessions, devices and proofs of others answer as if they weren't there."""
    world, client, _changes = asked_for
    cleo = world.actors["cleo"]
    settings.DEMO = False
    hers = [thing for thing in world.things if thing.owners == {"cleo"}]
    session = next(thing for thing in hers if "session_id" in thing.arguments).arguments["session_id"]
    device = next(thing for thing in hers if "device_id" in thing.arguments).arguments["device_id"]

    answers = [
        client.post(f"/accounts/sessions/{session}/end/"),
        client.post(f"/accounts/devices/{device}/forget/"),
        client.post("/demo/sign-in/", {"email": cleo.user.email}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert client.get("/accounts/").context["user"] == world.actors["site_admin"].user
