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


def make_world() -> World:
    from rounds.core.models import Institution

    return World(Institution.objects.create(slug="st-brigid", name="St. Brigid Health"))
