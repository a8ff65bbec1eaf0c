"""Connections: one in each state that a page can do something with."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from rounds.core.clock import now
from rounds.core.database.scope import scope
from tests.world import World

TOKEN, TOKEN_ELSEWHERE = "rounds_" + "a" * 43, "rounds_" + "b" * 43
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
    inside = {**PLATFORM, "client_id": "inside", "keys_url": "https://10.1.2.3/keys"}
    with scope(world.here.id):
        for label, state, more in (
            ("connection that is on", "on", agreed),
            ("paused connection", "paused", {**agreed, "paused_by": admin}),
            ("connection to confirm", "trying", {}),
            ("connection inside", "draft", {"settings": inside}),
            ("connection of no platform yet", "draft", {"settings": {}}),
        ):
            # each of a platform of its own: one is entered once
            own = {**PLATFORM, "client_id": label} if label != "connection that is on" else PLATFORM
            found = a_connection(label.capitalize(), state, admin, **{"settings": own, **more})
            world.add_thing(label, connection_id=found.id)
            if label == "connection that is on":
                _add_learners(world, found)
            if not found.settings:
                world.add_thing("address to register", connection_id=found.id, registration_code="not-a-code")
        on = a_monitor("Monitoring", "on", admin, **agreed)
        world.add_thing("monitoring that is on", monitor_id=on.id)
        world.add_thing("credential", credential_id=a_credential(on, admin, TOKEN).id)
        waits = a_monitor("Other monitoring", "trying", admin)
        world.add_thing("monitoring to confirm", monitor_id=waits.id)
    with scope(world.elsewhere.id):
        far_on = a_monitor(
            "Monitoring", "on", None, confirmed_by=world.actors["admin_elsewhere"].person, confirmed_at=now()
        )
        world.add_thing("monitoring elsewhere", at=world.elsewhere, monitor_id=far_on.id)
        far_credential = a_credential(far_on, None, TOKEN_ELSEWHERE)
        world.add_thing("credential elsewhere", at=world.elsewhere, credential_id=far_credential.id)
        far = a_connection("Learn", "trying", world.actors["admin_elsewhere"].person)
        course, joined = a_course(far), a_learner(far, world.actors["dina"].person)
        world.add_thing("course elsewhere", at=world.elsewhere, course_id=course.id)
        world.add_thing("identity elsewhere", at=world.elsewhere, identity_id=joined.id)
        world.add_thing("connection elsewhere", at=world.elsewhere, connection_id=far.id)


def _add_learners(world: World, connection) -> None:
    world.add_thing("course", course_id=a_course(connection).id)
    joined = a_learner(connection, world.actors["cleo"].person)
    world.add_thing("identity of cleo", identity_id=joined.id)
    world.add_thing("code of no launch", entry_code="not-a-code")
    world.add_thing("question of whom no launch has let in", own_request_id=UUID(int=7))


def a_monitor(name: str, state: str, entered_by, **more):
    """Make a connection by which the hospital's monitoring asks."""
    settings = {"scopes": ["connections", "credentials"]}
    return a_connection(name, state, entered_by, **{"kind": "monitor", "settings": settings, **more})


def a_credential(connection, made_by, token: str, **more):
    """Make a credential with a token that tests know."""
    from rounds.core.access.devices import hash_token
    from rounds.core.clock import institution_today
    from rounds.integrations.models import MachineCredential

    return MachineCredential.objects.create(
        **{
            "connection": connection,
            "slot": 1,
            "digest": hash_token(token),
            "scopes": connection.settings["scopes"],
            "last_on": institution_today() + timedelta(days=100),
            "made_by": made_by,
            **more,
        }
    )


def a_course(connection):
    from rounds.integrations.models import LtiCourse

    where = "https://learn.example/members"
    return LtiCourse.objects.create(
        connection=connection, context_id="c-1", title="Leading", memberships_url=where
    )


def a_learner(connection, person):
    from rounds.integrations.models import LinkedIdentity

    by = {"issuer": PLATFORM["issuer"], "client_id": PLATFORM["client_id"]}
    return LinkedIdentity.objects.create(
        connection=connection, subject="s-1", person=person, by_number=True, **by
    )


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
