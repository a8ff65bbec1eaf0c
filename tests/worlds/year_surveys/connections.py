"""Connections: one in each state that a page can do something with."""

from __future__ import annotations

from rounds.core.clock import now
from rounds.core.database.scope import scope
from tests.world import World

PLATFORM = {
    "issuer": "https://learn.example",
    "client_id": "rounds-1",
    "deployments": ["1"],
    "login_url": "https://learn.example/login",
    "token_url": "https://learn.example/token",
    "keys_url": "https://learn.example/keys",
    "trusts_numbers": False,
}


def add_connections(world: World) -> None:
    admin, chief = world.actors["site_admin"].person, world.actors["chief"].person
    agreed = {"confirmed_by": chief, "confirmed_at": now()}
    inside = {**PLATFORM, "keys_url": "https://10.1.2.3/keys"}
    with scope(world.here.id):
        for label, state, more in (
            ("connection that is on", "on", agreed),
            ("paused connection", "paused", agreed),
            ("connection to confirm", "trying", {}),
            ("connection inside", "draft", {"settings": inside}),
        ):
            found = a_connection(label.capitalize(), state, admin, **more)
            world.add_thing(label, connection_id=found.id)
    with scope(world.elsewhere.id):
        far = a_connection("Learn", "trying", world.actors["admin_elsewhere"].person)
        world.add_thing("connection elsewhere", at=world.elsewhere, connection_id=far.id)


def a_connection(name: str, state: str, entered_by, **more):
    """Make a connection to a learning platform."""
    from rounds.integrations.models import Connection

    return Connection.objects.create(
        **{
            "kind": "lti",
            "name": name,
            "state": state,
            "settings": PLATFORM,
            "entered_by": entered_by,
            **more,
        }
    )
