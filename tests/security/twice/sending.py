"""A form of the registry, sent by real requests: one after another, or at the same moment from two windows."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.test import Client

from rounds.core.database.scope import scope
from rounds.web.participant.records import own_rows
from tests.access.matrix import ALWAYS, Address, all_addresses, asker_of, client_of, path_of, sent
from tests.security.posting import TYPED, own_tables, plausible, writers
from tests.security.posts import Post
from tests.world import Actor, Thing, World
from tests.worlds.words import viewer_of

ADDRESSES = {address.name: address for address in all_addresses()}
# Each request may write these: what was typed and not saved is kept.
BESIDE = {*ALWAYS, "core_draft"}


@dataclass(frozen=True)
class Window:
    """A form as it stands open before somebody: where it is sent, and what."""

    client: Client
    path: str
    data: dict[str, Any]
    # its boxes for longer text
    boxes: tuple[str, ...] = ()

    def send(self) -> tuple[int, str]:
        """Return the status and the text of the answer; a form that was saved leads on, and says nothing of its own."""
        answer = self.client.generic("POST", self.path, **sent(self.data))
        return answer.status_code, answer.content.decode(errors="replace")

    def typing(self, word: str) -> Window:
        """Return it with a word in each box for longer text."""
        return replace(self, data={**self.data, **dict.fromkeys(self.boxes, word)})


def place_of(world: World, name: str, post: Post) -> tuple[Actor, Thing]:
    """Return who sends a form, and of what, after the steps that come before it."""
    actor, thing = writers(ADDRESSES[name], world, post.thing, post.who)[0]
    with scope(world.here.id):
        made = post.before(world, actor, asker_of(actor)) if post.before else None
    return actor, (replace(thing, arguments=made) if made else thing)


def opened(name: str, post: Post, actor: Actor, thing: Thing) -> Window:
    """Open the form in a window of its own."""
    address = ADDRESSES[name]
    fields = plausible(asker_of(actor), address, thing, post.query)
    typed = post.typed(fields) if callable(post.typed) else post.typed
    query = "?" + "&".join(f"{key}={value}" for key, value in post.query.items()) if post.query else ""
    boxes = tuple(key for key, value in fields.items() if value == [TYPED])
    return Window(client_of(actor), _path(address, thing) + query, {**fields, **typed}, boxes)


def _path(address: Address, thing: Thing) -> str:
    arguments = dict(thing.arguments)
    if address.in_institution:
        arguments["institution"] = thing.institution.slug
    return path_of(address.name, tuple(sorted(arguments.items())))


def counts() -> dict[str, int]:
    """Return the number of rows of each table of ours that not every request may write."""
    tables = [table for table in own_tables() if table not in BESIDE]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}', COUNT(*) FROM \"{one}\"" for one in tables))
        return dict(cursor.fetchall())


def more(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {table: after[table] - count for table, count in before.items() if after[table] != count}


def at_once(windows: list[Window]) -> list[tuple[int, str]]:
    """Send what stands in some windows at the same moment, each on a connection of its own."""
    barrier, answers = threading.Barrier(len(windows), timeout=60), {}

    def send(number: int, window: Window) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            answers[number] = window.send()
        except Exception as error:  # shown by the test that asks
            answers[number] = (599, repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=each) for each in enumerate(windows)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(windows))]


def kept_by(world: World, *names: str) -> str:
    """Return everything that is kept of some people, as their own records say it."""
    with scope(world.here.id):
        return "".join(str(own_rows.own_tables(viewer_of(world, name))) for name in names)
