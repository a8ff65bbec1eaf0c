"""Sessions, remembered devices, an invitation, changes of access."""

from __future__ import annotations

from django.utils import timezone

from tests.world import World


def add(world: World) -> None:
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.backends.db import SessionStore

    from rounds.accounts.models import PendingChange
    from rounds.core.database.scope import scope
    from rounds.core.models import KnownDevice

    for name in ("cleo", "dan"):
        actor = world.actors[name]
        store = SessionStore()
        store.create()
        session = UserSession.objects.create(
            user=actor.user, ip="192.0.2.1", session_key=store.session_key, user_agent="Firefox"
        )
        device = KnownDevice.objects.create(
            user=actor.user,
            token_hash=name,
            name="Firefox",
            expires_at=timezone.now() + timezone.timedelta(days=3),
        )
        world.add_thing(f"session of {name}", owners={name}, at=actor.institution, session_id=session.id)
        world.add_thing(f"device of {name}", owners={name}, at=actor.institution, device_id=device.id)
        with scope(actor.institution.id):
            change = PendingChange.objects.create(
                kind="address",
                person=actor.person,
                new_address="new@b.example",
                asked_by=actor.person,
                expires_at=timezone.now() + timezone.timedelta(days=3),
            )
        world.add_thing(f"change of {name}", owners={name}, at=actor.institution, change_id=change.id)
    world.add_thing("no such invitation", token="not-a-token")
    world.add_thing("no such organization", provider_id="nowhere", exists=False)
