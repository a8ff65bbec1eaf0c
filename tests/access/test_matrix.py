"""Who may see and do what, on every page: the site against the policy that is written by hand.

Where the policy lets somebody in, each thing is tried. Where it doesn't, the short version tries one thing of each
relation (own, of a partner, of another program, ...), and `make test-all` each of them.
"""

from __future__ import annotations

import os

import pytest

from tests.access.matrix import (
    ANONYMOUS,
    all_addresses,
    ask,
    asker_of,
    cells_of,
    disagreement,
    is_allowed,
    read_policy,
    remembered,
    things_for,
)
from tests.world import ELSEWHERE, PEOPLE

pytestmark = pytest.mark.django_db

LONG = os.environ.get("ROUNDS_LONG") == "1"

# The demo's page of all mail; production answers 404 (tests/web).
SHOWS_ALL = {"demo_mail"}
HOW = """
A page that is new needs a row in tests/access/policy.yaml (who may, by method, role and relation; read the head of
that file), and, if its address takes arguments that no other address takes, things to try it with: world.add_thing(...)
in tests/worlds/<your area>.py.
"""


def test_every_address_has_a_policy_and_every_policy_an_address():
    names = {address.name for address in all_addresses()}
    policy = read_policy()

    missing, stale = sorted(names - set(policy)), sorted(set(policy) - names)

    assert not missing, f"No row in tests/access/policy.yaml for: {', '.join(missing)}\n{HOW}"
    assert not stale, f"Rows in tests/access/policy.yaml without an address: {', '.join(stale)}"


def test_every_address_has_something_to_be_tried_with(standing_world):
    without = sorted(
        f"{address.name} ({', '.join(sorted(address.arguments))})"
        for address in all_addresses()
        if not things_for(address, standing_world)
    )

    assert not without, f"Nothing in the test world to try: {', '.join(without)}\n{HOW}"


def test_every_view_says_who_may_use_it():
    silent = sorted(address.name for address in all_addresses() if not getattr(address.view, "access", None))

    assert not silent, f"Neither @allow(...) nor @signed_in nor @public is on: {', '.join(silent)}"


@pytest.mark.parametrize("who", [ANONYMOUS, *PEOPLE, *ELSEWHERE])
def test_every_cell_agrees_with_the_policy(standing_world, who):
    """Status and writes by the policy; words by their readers; no query that names no institution."""
    world, policy = standing_world, read_policy()
    actor = world.actors.get(who)
    asker = asker_of(actor)
    wrong, found = [], set()
    cells = cells_of(actor, world, policy, each=LONG)

    with remembered():
        for address, thing, method in cells:
            rule = policy.get(address.name, {}).get(method)
            allowed = is_allowed(rule, actor, thing, world)
            answer = ask(asker, address, method, thing)
            problem = disagreement(allowed, actor, method, rule, answer)
            shown = "" if address.name in SHOWS_ALL else answer.text
            words = {word for word in world.words if word.text in shown}
            found |= words
            leaks = [f"shows {word.field}" for word in words if word.leaks(who, address.name)]
            queries = [f"asks for all institutions: {sql}" for sql in answer.unscoped if shown]
            wrong += [
                f"{method} {address.name} with {thing.label} as {who}: {what}"
                for what in ([problem] if problem else []) + leaks + queries
            ]
    wrong += [
        f"{who} nowhere sees {word.field}" for word in world.words if who in word.must and word not in found
    ]

    assert not wrong, f"{len(wrong)} cells disagree:\n" + "\n".join(wrong[:60]) + HOW


@pytest.mark.parametrize("who", [ANONYMOUS, "alice", "cleo", "closed", "dan"])
def test_cells_left_to_the_long_version_are_like_one_that_is_tried(standing_world, who):
    """Each address and method is tried, everything that is allowed, and one thing of each relation."""
    world, policy = standing_world, read_policy()
    actor = world.actors.get(who)

    def kinds(cells):
        found = set()
        for address, thing, method in cells:
            allowed = is_allowed(policy[address.name].get(method), actor, thing, world)
            relations = frozenset(world.relations(actor, thing)) if actor and not actor.is_closed else None
            offered = method in policy[address.name]
            found.add((address.name, method, thing.label if allowed else "", relations if offered else None))
        return found

    tried, all_of_them = (cells_of(actor, world, policy, each=each) for each in (False, True))

    assert kinds(tried) == kinds(all_of_them)
    assert len(tried) < len(all_of_them) * 0.7
