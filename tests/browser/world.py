"""One institution with a little of everything, for pages to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.browser import visits


@dataclass
class World:
    """The characters by name, as logins and as people, and what each area has put into the institution."""

    institution: Any
    users: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Return world.program, world.cohort, world.enrollments ..."""
        things = self.__dict__.get("things", {})  # not there yet while a copy is being made
        if name not in things:
            raise AttributeError(name)
        return things[name]


# character -> title, given name, family name, institution role
CHARACTERS = {
    "alice": ("", "Alice", "Varga", "coordinator"),
    "bob": ("Dr.", "Robert", "Okafor", None),
    "cleo": ("", "Cleo", "Marchetti", None),
    "erin": ("", "Erin", "Castellane", None),
    "sam": ("", "Sam", "Whitfield", "site_admin"),
    "nadia": ("", "Nadia", "Rahman", "auditor"),
}


def make_world(*areas: str) -> World:
    """Alice coordinates, Bob mentors, Cleo is mentored, Erin belongs to no program, Sam runs the site,
    Nadia audits, Dan belongs elsewhere."""
    from rounds.core.access import system
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution

    elsewhere = Institution.objects.create(slug="elsewhere", name="Elsewhere Medical Center")
    institution = Institution.objects.create(
        slug="st-brigid", name="St. Brigid Health", reply_to="leadership@st-brigid.example"
    )
    world = World(institution)
    with scope(elsewhere.id):
        _add_character(world, "dan", ("Dr.", "Daniel", "Akers", "coordinator"), system(elsewhere.id))
    with scope(institution.id):
        for character, about in CHARACTERS.items():
            _add_character(world, character, about, system(institution.id))
        visits.prepare(world, areas)
    return world


def _add_character(world: World, character: str, about: tuple[str, str, str, str | None], by: Any) -> None:
    from rounds.core.models import User
    from rounds.people.services import create_person, grant_role

    title, given_name, family_name, role = about
    user = User.objects.create_user(f"{character}@st-brigid.example")
    person = create_person(
        by=by, title=title, given_name=given_name, family_name=family_name, email=user.email, user=user
    )
    if role is not None:
        grant_role(person=person, role=role, by=by)
    world.users[character], world.people[character] = user, person
