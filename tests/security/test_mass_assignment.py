"""Every form with every field of every model added to it: only declared columns change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from rounds.core.database.scope import scope
from tests.access.matrix import ALWAYS, Address, all_addresses, ask, asker_of, read_policy, rolled_back
from tests.security.posting import (
    SENTINEL,
    Snapshot,
    changed_columns,
    own_tables,
    plausible,
    snapshot,
    with_sentinels,
    writers,
)
from tests.security.posts import EXCUSED, Post, posts
from tests.world import World

pytestmark = pytest.mark.django_db

TOKEN = {"csrfmiddlewaretoken"}
WRITES_FILE = Path(__file__).parents[1] / "access" / "writes.yaml"


@dataclass(frozen=True)
class Delivery:
    """One post as one actor: what came back, and the columns that it changed."""

    who: str
    status: int
    text: str
    fields: frozenset[str]
    changed: frozenset[str]
    accepted: bool


def deliveries(address: Address, world: World, post: Post, standing: Snapshot) -> Iterator[Delivery]:
    """Send a post with every field of every model added to it, as each role that may."""
    form: dict[str, list[str]] | None = None
    for actor, named in writers(address, world, post.thing, post.who):
        with rolled_back(), scope(world.here.id):
            asker = asker_of(actor)
            made = post.before(world, actor, asker) if post.before else None
            thing = replace(named, arguments=made) if made else named
            if form is None or made:
                form = plausible(asker, address, thing, post.query)
            typed = post.typed(form) if callable(post.typed) else post.typed
            before, after = snapshot(own_tables()) if post.before else standing, {}
            answer = ask(
                asker,
                address,
                "POST",
                thing,
                with_sentinels({**form, **typed}),
                lambda writes, before=before, after=after: after.update(snapshot(written(writes, before))),
                query=post.query,
            )
            changed = changed_columns(before, after)
        accepted = answer.status in (301, 302, 303) and bool(changed or post.kept_in)
        yield Delivery(
            actor.name,
            answer.status,
            answer.text,
            frozenset({**form, **typed}) - TOKEN,
            frozenset(changed),
            accepted,
        )


def written(writes: list[str], known: Snapshot) -> set[str]:
    return {write.split()[1] for write in writes} & set(known)


def test_forms_that_are_accepted_change_declared_columns_alone(standing_world):
    """Send each form as a person would, so that it is accepted, with every field of every model beside it."""
    world, declared = standing_world, yaml.safe_load(WRITES_FILE.read_text())
    with scope(world.here.id):
        known = posts(world)
    standing = snapshot(own_tables())
    refused, differs, counts = {}, {}, Counter()

    for address in all_addresses():
        if address.name not in known:
            continue
        tried = list(deliveries(address, world, known[address.name], standing))
        if not any(one.accepted for one in tried):
            refused[address.name] = [(one.who, one.status) for one in tried]
        counts["accepted with fields" if any(one.fields for one in tried) else "accepted, no fields"] += 1
        changed = {column for one in tried for column in one.changed}
        if changed != set(declared[address.name]):
            differs[address.name] = sorted(changed)

    print(f"\n{len(known) + len(EXCUSED)} forms: {dict(counts)}, excused: {EXCUSED}")
    assert refused == {}, f"No longer accepted; correct tests/security/posts.py: {refused}"
    assert differs == {}, "tests/access/writes.yaml says otherwise:\n" + yaml.safe_dump(differs)


def test_every_form_is_declared():
    forms = {name for name, row in read_policy().items() if row.get("POST") not in (None, "public")}

    assert set(yaml.safe_load(WRITES_FILE.read_text())) == forms


def test_every_form_has_a_post_or_an_excuse(standing_world):
    forms = {name for name, row in read_policy().items() if row.get("POST") not in (None, "public")}

    with scope(standing_world.here.id):
        known = set(posts(standing_world))

    assert known | set(EXCUSED) == forms, "Write one that is accepted in tests/security/posts.py."
    assert not known & set(EXCUSED)


def test_a_column_too_many_is_found():
    before = {"people_person": {1: {"id": 1, "email": "a", "user_id": 1}}, "core_event": {}}
    after = {
        "people_person": {1: {"id": 1, "email": "b", "user_id": 2}},
        "core_event": {4: {"id": 4, "kind": f"a {SENTINEL}", "at": "2026-01-01"}},
    }

    changed = changed_columns(before, after)

    assert changed == {"people_person.email", "people_person.user_id", "core_event +", "core_event + kind"}
    assert "core_event" not in ALWAYS
