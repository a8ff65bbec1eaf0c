"""Every id that comes in a form is loaded for who sends it.

One of another institution, of nothing, or of somebody whom the sender can't find is never kept and never breaks a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from rounds.core.database.scope import scope
from rounds.people.models import Department, Site, TrainingProgram
from tests.access.matrix import Address, all_addresses, ask, asker_of, rolled_back
from tests.input.odd_values import few_alike, keys_asked_for
from tests.security.posting import Snapshot, own_tables, plausible, snapshot, writers
from tests.security.posts import Post, posts
from tests.security.test_mass_assignment import written
from tests.world import Actor, World

pytestmark = [pytest.mark.django_db, pytest.mark.ci]

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Fields that take an id and are empty, or only offered, on the pages of the test world.
ALSO = ("people", "person", "department", "site", "cohort", "other", "into", "mentor")
# Made by the page itself, so that a form that is sent twice counts once: it names nothing.
NAMES_NOTHING = frozenset({"entry"})
# A name in the institution's own words, of a department that need not be here: nothing is looked up by it.
IN_WORDS = {
    ("rollout:add_department", "department"),
    ("rollout:department", "department"),
    ("rollout:propose", "department"),
}
KNOWN = {
    "access:ask_role person",
    "matching:swap other",
    "people:merge_place into",
    "people:stage department",
    "people:training_program person",
    "programs:find_people cohort",
    "year:hand_over mentor",
    "year:panel mentor",
}
PEOPLE_OF_THE_OFFICE = frozenset({"coordinator", "director", "gme_officer", "site_admin", "auditor"})


@dataclass(frozen=True)
class Wrong:
    """Ids that a form must not keep, by what they are of; `of` says which kind a known id is."""

    foreign: dict[str, UUID]
    unseen: tuple[UUID, ...]
    of: dict[str, str]

    def instead_of(self, values: list[Any], actor: Actor) -> list[UUID]:
        """Return what is sent in the place of a field's values."""
        ids = [found.group() for one in values if (found := ID.search(str(one)))]
        kinds = {self.of.get(one.replace("-", ""), "people_person") for one in ids} or {"people_person"}
        foreign = [self.foreign.get(kind, self.foreign["people_person"]) for kind in sorted(kinds)]
        if actor.roles & PEOPLE_OF_THE_OFFICE:
            return [*foreign, uuid4()]
        unseen = [one for one in self.unseen if actor.person is None or one != actor.person.id]
        return [*foreign, uuid4(), *unseen[:1]]


def wrong_ids(world: World, standing: Snapshot) -> Wrong:
    """Make what the other institution lacks, and return an id of each of its kinds."""
    with scope(world.elsewhere.id):
        made = {
            "people_person": world.actors["dina"].person,
            "people_department": Department.objects.create(name="Elsewhere's"),
            "people_site": Site.objects.create(name="Elsewhere's"),
            "people_trainingprogram": TrainingProgram.objects.create(name="Elsewhere's"),
        }
    foreign = {
        table: UUID(hex_of(key))
        for table, rows in standing.items()
        for key, row in rows.items()
        if hex_of(row.get("institution_id")) == world.elsewhere.id.hex and len(hex_of(key)) == 32
    }
    of = {hex_of(key): table for table, rows in standing.items() for key in rows}
    unseen = tuple(world.actors[name].person.id for name in ("newcomer", "director"))
    return Wrong(foreign | {table: one.id for table, one in made.items()}, unseen, of)


def hex_of(value: Any) -> str:
    return str(value).replace("-", "")


def fields_with_ids(form: dict[str, Any]) -> Iterator[str]:
    """Yield the names of fields whose value holds an id, or that take one; of many alike a few."""
    named = [
        name
        for name, value in form.items()
        if name in ALSO or any(ID.search(str(one)) for one in (value if isinstance(value, list) else [value]))
    ]
    yield from few_alike([name for name in named if name not in NAMES_NOTHING])


def with_id(values: list[Any], wrong: UUID) -> list[str]:
    """Return a field's values that name another thing: every id in them, or all of it."""
    return [ID.sub(str(wrong), str(one)) if ID.search(str(one)) else str(wrong) for one in values or [""]]


def tries(
    address: Address, world: World, post: Post, wrong: Wrong, standing: Snapshot
) -> Iterator[tuple[str, str]]:
    """Send a form once for each of its ids and each wrong one; say where, and what was kept of it or broke."""
    actor, named = writers(address, world, post.thing, post.who)[0]
    with rolled_back(), scope(world.here.id):
        asker = asker_of(actor)
        made = post.before(world, actor, asker) if post.before else None
        thing = replace(named, arguments=made) if made else named
        form: dict[str, Any] = plausible(asker, address, thing, post.query)
        form |= post.typed(form) if callable(post.typed) else post.typed
        before = snapshot(own_tables()) if post.before else standing
        with keys_asked_for() as asked:
            ask(asker, address, "POST", thing, form, query=post.query)
        for name in fields_with_ids(dict.fromkeys(asked & set(ALSO), "") | form):
            if (address.name, name) in IN_WORDS:
                continue
            value = form.get(name, [""])
            values = value if isinstance(value, list) else [value]
            for one in wrong.instead_of(values, actor):
                after: Snapshot = {}
                answer = ask(
                    asker,
                    address,
                    "POST",
                    thing,
                    {**form, name: with_id(values, one)},
                    lambda writes, after=after: after.update(snapshot(written(writes, before))),
                    query=post.query,
                )
                kept = kept_of(one, before, after)
                is_silent = answer.status in (400, 409) and "<h1" not in answer.text
                problem = f"kept in {kept}" if kept else "refused without a word" if is_silent else ""
                yield (
                    f"{address.name} {name}",
                    f"answers {answer.status}" if answer.status >= 500 else problem,
                )


def kept_of(wrong: UUID, before: Snapshot, after: Snapshot) -> list[str]:
    return [
        table
        for table, rows in after.items()
        for key, row in rows.items()
        if row != before[table].get(key)
        and wrong.hex in hex_of(row)
        and wrong.hex not in hex_of(before[table].get(key))
    ]


def test_no_form_keeps_an_id_that_its_sender_cannot_have(standing_world):
    """Sends each id of every form two or three times: some hundred forms, each with a look at what it wrote."""
    world = standing_world
    with scope(world.here.id):
        known = posts(world)
    tried: list[tuple[str, str]] = []

    with rolled_back():
        standing = snapshot(own_tables())
        wrong = wrong_ids(world, standing)
        standing = snapshot(own_tables())
        for address in [one for one in all_addresses() if one.name in known]:
            tried += tries(address, world, known[address.name], wrong, standing)

    wrong_answers = sorted({f"{where}: {problem}" for where, problem in tried if problem})
    assert not wrong_answers, "\n".join(wrong_answers)
    assert {where for where, _problem in tried} >= KNOWN


def test_a_kept_id_is_found():
    one, other = uuid4(), uuid4()
    before = {"programs_wish": {1: {"id": 1, "person_id": other.hex}}}

    kept = kept_of(one, before, {"programs_wish": {1: {"id": 1, "person_id": one.hex}}})

    assert kept == ["programs_wish"]
    assert kept_of(other, before, {"programs_wish": {2: {"id": 2, "person_id": one.hex}}}) == []
