"""Every parameter of every address with odd values: an answer in words, never a broken page.

The short version puts one of forty into each place, `make test-all` all of them; each is a request or two.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from rounds.core.database.scope import scope
from tests.access.matrix import (
    Address,
    Thing,
    all_addresses,
    ask,
    asker_of,
    is_allowed,
    path_of,
    read_policy,
    rolled_back,
    things_for,
)
from tests.input.odd_values import LONG, ODD, few_alike, keys_asked_for, odd_paths, odd_values, shown
from tests.security.posting import plausible, writers
from tests.security.posts import Post, posts
from tests.world import Actor, World

pytestmark = [pytest.mark.django_db, pytest.mark.ci]

# The parts run beside each other; the long version has a few minutes in all.
PARTS = 40


def addresses_in(part: int) -> tuple[Address, ...]:
    return all_addresses()[part::PARTS]


def readers(address: Address, world: World) -> list[tuple[Actor | None, Thing]]:
    """Return one person who may open a page, with a thing of theirs; nobody where everybody may."""
    rule = read_policy()[address.name].get("GET")
    things = things_for(address, world)
    if rule in (None, "public"):
        return [(None, things[0])] if rule else []
    found = ((actor, thing) for actor in world.actors.values() for thing in things)
    return [pair for pair in found if is_allowed(rule, *pair, world)][:1]


# Whatever button is named, these save what was typed, which is all that they do.
SAVING = frozenset(
    {
        *("pairs:debrief", "pairs:log", "pairs:outcome", "programs:priority", "programs:texts"),
        *("people:edit_training_program", "people:place"),
    }
)


def problem_of(answer) -> str:
    """Return what is wrong with an answer: it broke, or it refuses without a word."""
    if answer.status >= 500:
        return f"answers {answer.status}"
    return "refuses without a word" if answer.status == 400 and "<h1" not in answer.text else ""


@pytest.mark.parametrize("part", range(PARTS))
def test_odd_values_in_an_address_are_answered_in_words(standing_world, part):
    wrong, tried = [], 0

    for address in addresses_in(part):
        for actor, thing in readers(address, standing_world):
            asker = asker_of(actor)
            with keys_asked_for() as keys:
                ask(asker, address, "GET", thing)
            for key in sorted(keys):
                for value in odd_values(f"{address.name} {key}"):
                    tried += 1
                    if problem := problem_of(ask(asker, address, "GET", thing, query={key: value})):
                        wrong.append(f"{address.name}?{key}={shown(value)}: {problem}")
            arguments = dict(thing.arguments) | (
                {"institution": thing.institution.slug} if address.in_institution else {}
            )
            for what, path in odd_paths(address.name, arguments):
                tried += 1
                with rolled_back():
                    status = asker.get(path).status_code
                if status >= 500:
                    wrong.append(f"{address.name} with {what} in its path: {status}")

    print(f"\n{tried} requests")
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("part", range(PARTS))
def test_odd_values_in_a_form_are_answered_in_words(standing_world, part):
    world, wrong, tried = standing_world, [], 0
    with scope(world.here.id):
        known = posts(world)

    for address in addresses_in(part):
        if "POST" not in read_policy()[address.name]:
            continue
        for what, problem in problems_of_posts(address, world, known.get(address.name, Post())):
            tried += 1
            if problem:
                wrong.append(f"{address.name} with {what}: {problem}")

    print(f"\n{tried} requests")
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)


def problems_of_posts(address: Address, world: World, post: Post):
    """Yield (what was odd, what is wrong with the answer) for each field of an accepted post in turn."""
    is_public = read_policy()[address.name]["POST"] == "public"
    actor, named = (
        (None, things_for(address, world)[0])
        if is_public
        else writers(address, world, post.thing, post.who)[0]
    )
    with rolled_back(), scope(world.here.id):
        asker = asker_of(actor)
        made = post.before(world, actor, asker) if post.before else None
        thing = replace(named, arguments=made) if made else named
        form = plausible(asker, address, thing, post.query)
        form |= post.typed(form) if callable(post.typed) else post.typed
        with keys_asked_for() as keys:
            ask(asker, address, "POST", thing, form, query=post.query)
        for key in few_alike(keys | set(form)):
            for value in odd_values(f"{address.name} {key}"):
                answer = ask(asker, address, "POST", thing, {**form, key: value}, query=post.query)
                did = key == "go" and value and answer.status == 302 and answer.writes
                wrong = "does what no button said" if did and address.name not in SAVING else ""
                yield f"{key}={shown(value)}", problem_of(answer) or wrong
        for key in post.query or {}:
            for value in odd_values(f"{address.name} {key}"):
                answer = ask(asker, address, "POST", thing, form, query={**post.query, key: value})
                yield f"{key}={shown(value)} in the address", problem_of(answer)


def test_there_are_forty_and_each_is_put_somewhere():
    places = [f"{address.name} {number}" for address in all_addresses() for number in range(5)]

    put = {value for place in places for value in odd_values(place)}

    assert len(ODD) == len(set(ODD)) == 40
    assert put == set(ODD)


def test_of_fields_that_are_alike_few_are_tried_and_no_kind_is_left_out():
    alike = [f"text-{domain}-{tier}" for domain in ("FIN", "TEAM", "STR") for tier in range(9)]

    tried = few_alike([*alike, "gap_FIN", "name", "version"])

    assert {"gap_FIN", "name", "version"} < set(tried)
    assert 5 <= len(set(tried) & set(alike)) <= (len(alike) if LONG else 9)


def test_addresses_are_tried_once():
    assert sum(len(addresses_in(part)) for part in range(PARTS)) == len(all_addresses())
    assert path_of("start", ()) == "/"
