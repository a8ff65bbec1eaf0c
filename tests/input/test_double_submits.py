"""Every form sent twice at once on PostgreSQL, by one person and by two: the second is answered in words.

Both requests have asked all their questions before either writes. Each form finds the same committed world in a copy of
the database, which takes longer than the form. The short version sends a third of the forms, half of them by one person
and half by two; `make test-all` sends every one both ways.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice, product

import pytest
from django.db import connection
from django.test import Client

from rounds.core.database.scope import scope
from tests.access.matrix import (
    ALWAYS,
    Address,
    Thing,
    all_addresses,
    client_of,
    is_allowed,
    path_of,
    read_policy,
    sent,
)
from tests.security.posting import plausible, writers
from tests.security.posts import EXCUSED, Post, posts
from tests.world import Actor, World, build_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.ci,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"),
]

PARTS = 6
LONG = os.environ.get("ROUNDS_LONG") == "1"
PATIENCE = (
    0.5  # seconds that one waits for the other before its first write; it may wait for a lock of the first
)


def forms_of(part: int) -> list[Address]:
    known = [
        address
        for address in all_addresses()
        if read_policy()[address.name].get("POST") not in (None, "public") and address.name not in EXCUSED
    ]
    return known[part::PARTS]


@contextmanager
def copied(name: str) -> Iterator[None]:
    """Work on a copy of the test's database, which is gone afterward."""
    original = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass
class Request:
    """A form as one person sends it."""

    client: Client
    path: str
    form: dict


def sent_at_once(requests: list[Request]) -> list[tuple[int, str]]:
    """Return (status, page) of the answers to forms that are sent at the same moment."""
    barrier, answers = threading.Barrier(len(requests), timeout=60), []

    def wait_before_the_first_write(execute, sql, params, many, context):
        words = sql.split(None, 3)
        table = words[1 if words[0] == "UPDATE" else 2].strip('"') if len(words) > 2 else ""
        if words[0] in ("INSERT", "UPDATE", "DELETE") and table not in ALWAYS:
            with suppress(threading.BrokenBarrierError):
                barrier.wait(PATIENCE)
        return execute(sql, params, many, context)

    def send(request: Request) -> None:
        browser = Client(raise_request_exception=False)
        browser.cookies = request.client.cookies
        try:
            with connection.execute_wrapper(wait_before_the_first_write):
                answer = browser.generic("POST", request.path, **sent(request.form))
            answers.append((answer.status_code, answer.content.decode(errors="replace")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def senders(address: Address, world: World, post: Post, people: int) -> list[tuple[Actor, Thing]]:
    """Return who sends a form, and about what: one person twice, or two who may send it about the same thing."""
    actor, thing = writers(address, world, post.thing, post.who)[0]
    if people == 1:
        return [(actor, thing), (actor, thing)]
    rule = read_policy()[address.name]["POST"]
    others = (
        other
        for other in world.actors.values()
        if other.name != actor.name and isinstance(rule, dict) and is_allowed(rule, other, thing, world)
    )
    return [(actor, thing), *((other, thing) for other in islice(others, 1))]


def answers_of(address: Address, world: World, post: Post, people: int) -> list[tuple[int, str]]:
    """Return the answers to one form that is sent twice at once; none where no second person may send it."""
    both = senders(address, world, post, people)
    if len(both) < 2:
        return []
    with scope(world.here.id):
        clients = {actor.name: client_of(actor) for actor, _thing in both}
        first, _thing = both[0]
        made = post.before(world, first, clients[first.name]) if post.before else None
        requests = [
            request_of(address, post, clients[actor.name], replace(thing, arguments=made) if made else thing)
            for actor, thing in both
        ]
    return sent_at_once(requests)


def request_of(address: Address, post: Post, client: Client, thing: Thing) -> Request:
    form = plausible(client, address, thing, post.query)
    form |= post.typed(form) if callable(post.typed) else post.typed
    arguments = dict(thing.arguments) | (
        {"institution": thing.institution.slug} if address.in_institution else {}
    )
    query = "?" + "&".join(f"{key}={value}" for key, value in post.query.items()) if post.query else ""
    return Request(client, path_of(address.name, tuple(arguments.items())) + query, form)


def problem_of(answers: list[tuple[int, str]], people: int) -> bool:
    """Tell whether an answer is missing, broken or without a word, or nobody was let through.

    The second of two people may find that what it was about is gone.
    """
    statuses = sorted(status for status, _page in answers)
    refused = (400, 409) if people == 1 else (400, 404, 409)
    silent = [status for status, page in answers if status in refused and "<h1" not in page]
    done = [status for status in statuses if status in (200, 301, 302, 303)]
    return len(answers) < 2 or statuses[-1] >= 500 or not done or bool(silent)


SHORT = ((0, 1), (PARTS // 2, 2))  # part, people


@pytest.mark.parametrize(
    ("part", "people"),
    [
        pytest.param(*one, marks=[] if one in SHORT else [pytest.mark.long])
        for one in product(range(PARTS), (1, 2))
    ],
)
def test_a_form_sent_twice_at_once_is_answered_in_words(part, people):
    world, wrong, tried = build_world(), [], 0
    with scope(world.here.id):
        known = posts(world)

    for number, address in enumerate(forms_of(part)):
        with copied(f"{connection.settings_dict['NAME']}_{number}"):
            answers = answers_of(address, world, known[address.name], people)
        tried += bool(answers)
        if (answers or people == 1) and problem_of(answers, people):
            wrong.append(f"{address.name}: {sorted(status for status, _page in answers)}")

    print(f"\n{tried} forms")
    assert tried > 5
    assert not wrong, "\n".join(wrong)
