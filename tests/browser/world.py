"""One institution with a little of everything, for pages to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class World:
    """The characters' logins by name, and what each area has put into the institution."""

    institution: Any
    users: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


CHARACTERS = {
    "alice": ("Alice Osborne", "coordinator"),
    "bob": ("Dr. Bob Lindqvist", "mentor"),
    "cleo": ("Cleo Marsh", "mentee"),
}


def make_world(monkeypatch) -> World:
    import uuid

    from rounds.core import access
    from rounds.core.models import Institution, User

    institution = Institution.objects.create(
        slug="st-brigid", name="St. Brigid Health", reply_to="leadership@st-brigid.example"
    )
    world = World(institution)
    people = {}
    world.users["dan"] = User.objects.create_user("dan@elsewhere.example")
    for character, (name, role) in CHARACTERS.items():
        user = User.objects.create_user(f"{character}@st-brigid.example")
        world.users[character] = user
        people[user.pk] = (uuid.uuid4(), name, role)
    roles = {person_id: role for person_id, _, role in people.values()}
    monkeypatch.setattr(
        access, "_person_sources", [lambda _, user: people[user][:2] if user in people else None]
    )
    monkeypatch.setattr(access, "_grant_sources", [lambda _, person: [access.Grant(roles[person])]])
    return world
