"""Every form sent twice at once on PostgreSQL: the second is answered in words, whoever was first.

Both requests have asked all their questions before either writes. Each form finds the same committed world in a copy of
the database. The short version sends a third of the forms, `make test-all` every one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client

from rounds.core.database.scope import scope
from tests.access.matrix import ALWAYS, Address, all_addresses, client_of, path_of, read_policy, sent
from tests.security.posting import plausible, writers
from tests.security.posts import EXCUSED, Post, posts
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"),
]

PARTS = 3
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


def sent_twice(client: Client, path: str, form: dict) -> list[tuple[int, str]]:
    """Return (status, page) of both answers to a form that is sent twice at once with one session."""
    barrier, answers = threading.Barrier(2), []

    def wait_before_the_first_write(execute, sql, params, many, context):
        words = sql.split(None, 3)
        table = words[1 if words[0] == "UPDATE" else 2].strip('"') if len(words) > 2 else ""
        if words[0] in ("INSERT", "UPDATE", "DELETE") and table not in ALWAYS:
            with suppress(threading.BrokenBarrierError):
                barrier.wait(PATIENCE)
        return execute(sql, params, many, context)

    def send() -> None:
        browser = Client(raise_request_exception=False)
        browser.cookies = client.cookies
        try:
            with connection.execute_wrapper(wait_before_the_first_write):
                answer = browser.generic("POST", path, **sent(form))
            answers.append((answer.status_code, answer.content.decode(errors="replace")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def answers_of(address: Address, world: World, post: Post) -> list[tuple[int, str]]:
    actor, named = writers(address, world, post.thing, post.who)[0]
    with scope(world.here.id):
        client = client_of(actor)
        made = post.before(world, actor, client) if post.before else None
        thing = replace(named, arguments=made) if made else named
        form = plausible(client, address, thing, post.query)
        form |= post.typed(form) if callable(post.typed) else post.typed
    arguments = dict(thing.arguments) | (
        {"institution": thing.institution.slug} if address.in_institution else {}
    )
    query = "?" + "&".join(f"{key}={value}" for key, value in post.query.items()) if post.query else ""
    return sent_twice(client, path_of(address.name, tuple(arguments.items())) + query, form)


@pytest.mark.parametrize(
    "part", [pytest.param(number, marks=[pytest.mark.long] if number else []) for number in range(PARTS)]
)
def test_a_form_sent_twice_at_once_is_answered_in_words(part):
    world, wrong = build_world(), []
    with scope(world.here.id):
        known = posts(world)

    for number, address in enumerate(forms_of(part)):
        with copied(f"{connection.settings_dict['NAME']}_{number}"):
            answers = answers_of(address, world, known[address.name])
        statuses = sorted(status for status, _page in answers)
        silent = [status for status, page in answers if status in (400, 409) and "<h1" not in page]
        if len(answers) < 2 or statuses[-1] >= 500 or statuses[0] not in (200, 301, 302, 303) or silent:
            wrong.append(f"{address.name}: {statuses}")

    assert not wrong, "\n".join(wrong)
