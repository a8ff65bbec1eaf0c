"""Two institutions with everybody in them: who holds which role, who is whose partner, and what belongs to whom.

`build_world()` makes the people. An area adds its rows in `tests/worlds/<area>.py` with a function `add(world)`, and says
there with `world.add_thing(...)` what each address argument may be: the access matrix then tries every page with it.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5


@dataclass
class Actor:
    """Somebody who looks: a login, a person, and by hand what they are (the oracle trusts no code of ours)."""

    name: str
    institution: Any
    user: Any = None
    person: Any = None
    roles: set[str] = field(default_factory=set)
    programs: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    trainees: set[str] = field(default_factory=set)
    is_closed: bool = False


@dataclass
class Thing:
    """What an address may name: its arguments, whose it is, and which program it belongs to."""

    arguments: dict[str, Any]
    institution: Any
    label: str
    owners: set[str] = field(default_factory=set)
    program: str | None = None
    exists: bool = True
    # the office has entered it for a pair
    by_office: bool = False


@dataclass(frozen=True)
class Word:
    """A unique word that was typed into a field: who may read it, and who must find it on some page of theirs."""

    text: str
    field: str
    may: frozenset[str]
    must: frozenset[str]
    # Pages that list people: a name is there for another reason.
    lists: tuple[str, ...] = ()

    def leaks(self, who: str, page: str) -> bool:
        return who not in self.may and not page.startswith(self.lists or ("nowhere",))


@dataclass
class World:
    here: Any
    elsewhere: Any
    actors: dict[str, Actor] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)

    def word(
        self, field: str, *readers: str, may: set[str] = frozenset(), lists: tuple[str, ...] = ()
    ) -> str:
        """Return a new unique word for a field; `readers` must find it, `may` are those who may as well."""
        text = f"Zzq{len(self.words):02d}{''.join(letter for letter in field.lower() if letter.isalpha())}"
        self.words.append(Word(text, field, frozenset({*readers, *may}), frozenset(readers), lists))
        return text

    def add_thing(
        self,
        label: str,
        *,
        owners: set[str] = frozenset(),
        program: str | None = None,
        at: Any = None,
        exists: bool = True,
        by_office: bool = False,
        **arguments: Any,
    ) -> None:
        """Let pages be tried with these address arguments."""
        self.things.append(Thing(arguments, at or self.here, label, set(owners), program, exists, by_office))

    def relations(self, actor: Actor, thing: Thing) -> set[str]:
        """Return what a thing is to an actor."""
        if thing.institution != actor.institution:
            return {"other_institution"}
        if not thing.exists:
            return {"nothing"}
        found = {"here"}
        if actor.name in thing.owners:
            found.add("own")
        for relation, people in (
            ("partner", actor.partners),
            ("former_partner", actor.former),
            ("trainee", actor.trainees),
        ):
            if people & thing.owners:
                found.add(relation)
        if thing.program is not None:
            found.add("same_program" if thing.program in actor.programs else "other_program")
        if thing.by_office:
            found |= {"entered"} | ({"entered_same_program"} if thing.program in actor.programs else set())
        return found


# name: (given, family, roles, programs)
PEOPLE: dict[str, tuple[str, str, set[str], set[str]]] = {
    # coordinates every program of the institution, and may found new ones
    "chief": ("Chia", "Ferro", {"coordinator", "founder"}, {"ladder", "nursing"}),
    "alice": ("Alice", "Osborne", {"coordinator"}, {"ladder"}),
    "other_coordinator": ("Ola", "Brandt", {"coordinator"}, {"nursing"}),
    "director": ("Dora", "Kim", {"director"}, {"ladder"}),
    "residency_director": ("Rolf", "Peters", {"residency_director"}, set()),
    "gme_officer": ("Gina", "Moss", {"gme_officer"}, set()),
    "faculty_developer": ("Fay", "Dunn", {"faculty_developer"}, set()),
    "steering_viewer": ("Stella", "Vogt", {"steering_viewer"}, {"ladder"}),
    "delegate": ("Dell", "Egan", {"delegate"}, set()),
    "auditor": ("Audra", "Tor", {"auditor"}, set()),
    "site_admin": ("Sid", "Adams", {"site_admin"}, set()),
    "bob": ("Bob", "Lindqvist", {"mentor"}, {"ladder"}),
    "cleo": ("Cleo", "Marsh", {"mentee"}, {"ladder"}),
    "both": ("Bea", "Thorne", {"mentor", "mentee"}, {"ladder"}),
    "former_mentor": ("Finn", "Ormond", {"mentor"}, {"ladder"}),
    # on Cleo's panel alone (tests/worlds/year_panels.py)
    "panelist": ("Pia", "Lund", {"mentor"}, set()),
    "newcomer": ("Nell", "Newman", set(), set()),
    "closed": ("Clos", "Edwards", {"coordinator"}, {"ladder"}),
}
ELSEWHERE: dict[str, tuple[str, str, set[str], set[str]]] = {
    "dan": ("Dan", "Farr", {"coordinator"}, {"elsewhere"}),
    "dina": ("Dina", "Frost", {"mentee"}, {"elsewhere"}),
    "admin_elsewhere": ("Ada", "Foss", {"site_admin"}, set()),
}
# Roles that people holds for the whole institution; those of programs come with their area.
INSTITUTION_ROLES = {"founder", "gme_officer", "faculty_developer", "delegate", "auditor", "site_admin"}


def build_world() -> World:
    """Make everybody. Call inside a database test."""
    from rounds.core.models import Institution

    here = Institution.objects.create(
        slug="st-brigid", name="St. Brigid Health", reply_to="office@st-brigid.example"
    )
    elsewhere = Institution.objects.create(slug="elsewhere", name="Elsewhere Medical Center")
    world = World(here, elsewhere)
    _add_people(world, here, PEOPLE)
    _add_people(world, elsewhere, ELSEWHERE)
    actors = world.actors
    actors["bob"].partners, actors["cleo"].partners = {"cleo"}, {"bob"}
    actors["former_mentor"].former, actors["cleo"].former = {"cleo"}, {"former_mentor"}
    actors["residency_director"].trainees = {"cleo"}
    actors["closed"].is_closed = True
    actors["closed"].user.is_active = False
    actors["closed"].user.save()
    import tests.worlds as areas

    for found in sorted(pkgutil.iter_modules(areas.__path__), key=lambda found: found.name):
        importlib.import_module(f"tests.worlds.{found.name}").add(world)
    return world


def _add_people(
    world: World, institution: Any, people: dict[str, tuple[str, str, set[str], set[str]]]
) -> None:
    from rounds.core.database.scope import scope
    from rounds.core.models import User
    from rounds.people.models import Person

    with scope(institution.id):
        for name, (given, family, roles, programs) in people.items():
            email = f"{name.replace('_', '.')}@{institution.slug}.example"
            user = User.objects.create_user(email)
            person = Person.objects.create(
                id=uuid5(NAMESPACE_URL, email),  # equal scores are told apart by it: the same pairs each time
                user=user,
                given_name=given,
                family_name=family,
                email=email,
            )
            world.actors[name] = Actor(name, institution, user, person, {*roles, "member"}, set(programs))
            world.add_thing(f"person {name}", owners={name}, at=institution, person_id=person.id)
        world.add_thing("no such person", at=institution, exists=False, person_id=UUID(int=7))
