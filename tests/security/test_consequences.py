"""Each form that writes to people, ends or deletes something asks first with names or counts, or can be taken back.

`consequences.yaml` puts every address that takes a POST into a class; the tests do what the class says.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml
from django.urls import Resolver404, resolve

from rounds.core.database.scope import scope
from tests.access.matrix import (
    all_addresses,
    asker_of,
    client_of,
    path_of,
    read_policy,
    rolled_back,
    sent,
    text_of,
)
from tests.security.posting import Forms, plausible, snapshot, writers
from tests.security.posts import posts
from tests.security.test_mass_assignment import WRITES_FILE

pytestmark = pytest.mark.django_db

# what writes to people, ends or deletes something, as `writes.yaml` names it
HEAVY = re.compile(r" -$|^core_event \+|^core_outgoingmail |_on$|\.state$|\.undone_at$|\.ended_at$")
# columns with a day that ends nothing
LIGHT = {"core_draft -", "programs_cycle.ends_on", "programs_phase.starts_on", "programs_phase.ends_on"}
# what says of a row that it was taken back
MARKS = re.compile(r"^(undone_at|taken_back_at|ended_at|ended_on|to_on|end_reason)$")
# messages wait for 15 minutes, their events stay; Stop is held by tests/core and tests/web
MAIL = re.compile(r"^core_(event|outgoingmail)$")


@cache
def table():
    return yaml.safe_load(Path(__file__).with_name("consequences.yaml").read_text())


def declared():
    return yaml.safe_load(WRITES_FILE.read_text())


def is_heavy(name):
    return [one for one in declared()[name] or [] if HEAVY.search(one) and one not in LIGHT]


def forms_of_the_product():
    return {name for name, row in read_policy().items() if row.get("POST") not in (None, "public")}


def test_every_form_has_one_class():
    classed = [name for names in table().values() for name in names]

    assert sorted(classed) == sorted(forms_of_the_product()), (
        "Put each form into one class of consequences.yaml."
    )


def test_what_is_called_plain_ends_nothing_and_writes_to_nobody():
    heavy = {name: found for name in table()["plain"] if (found := is_heavy(name))}

    assert heavy == {}, "These end something or write to people: let them ask, or let them be undone."


def test_what_is_called_ones_own_is_open_to_its_owner_alone():
    """An address without arguments is about whoever opens it; any other names its owner in the policy."""
    takes = {one.name: one.arguments for one in all_addresses()}
    wide = {
        name: rule
        for name in table()["own"]
        if isinstance(rule := read_policy()[name]["POST"], dict) and takes[name]
        for role, of in rule.items()
        if role in ("member", "mentor", "mentee") and "own" not in of
    }

    assert wide == {}


def test_what_takes_a_second_person_changes_nothing_by_itself():
    changing = {
        name: declared()[name]
        for name in table()["second"]
        if any(
            not one.startswith(("core_event", "people_rolerequest", "accounts_", "core_accesschange"))
            for one in declared()[name]
        )
    }

    assert changing == {}


def settings(world, name):
    """Return (address, post, actor, thing) of whoever may send a form."""
    address = next(one for one in all_addresses() if one.name == name)
    post = posts(world)[name]
    actor, thing = writers(address, world, post.thing, post.who)[0]
    return address, post, actor, thing


def path(world, name, arguments):
    address = next(one for one in all_addresses() if one.name == name)
    wanted = {key: value for key, value in arguments.items() if key in address.arguments}
    return path_of(name, tuple({**wanted, "institution": world.here.slug}.items()))


def name_of(action):
    try:
        return resolve(action.split("?")[0]).view_name
    except Resolver404:
        return ""


def named(world, page):
    """Tell whether the middle of a page names somebody of the world, or a count."""
    middle = page.split("<main", 1)[-1].split("</main>")[0]
    words = unescape(re.sub(r"<(script|style|input|option)[^>]*>|<[^>]+>", " ", middle))
    families = {actor.person.family_name for actor in world.actors.values() if actor.person}
    return any(one in words for one in families) or re.search(r"\d", words) is not None


def test_what_asks_shows_a_question_with_names_or_counts_and_then_does_it(standing_world):
    """Open the page that asks, find its form, and send that very form."""
    world, wrong = standing_world, {}
    for name, page in table()["asks"].items():
        with rolled_back(), scope(world.here.id):
            address, post, actor, thing = settings(world, name)
            asker = asker_of(actor)
            made = post.before(world, actor, asker) if post.before else None
            thing = replace(thing, arguments=made) if made else thing
            query = f"?{urlencode(post.query)}" if post.query else ""
            asked = asker.get(path(world, page, thing.arguments) + query)
            text = text_of(asked)
            actions = {
                name_of(action) if action not in ("", "?") else page for action, _fields in Forms(text).forms
            }
            fields = plausible(asker, address, thing, post.query) if page == name else {}
            typed = post.typed(fields) if callable(post.typed) else post.typed
            done = asker.generic(
                "POST", path(world, name, thing.arguments) + query, **sent({**fields, **typed})
            )
        if (
            asked.status_code != 200
            or name not in actions
            or not named(world, text)
            or done.status_code != 302
        ):
            wrong[name] = (asked.status_code, sorted(actions), named(world, text), done.status_code)

    assert wrong == {}, "(status of the question, where its forms lead, names or counts, status of the deed)"


def test_what_asks_when_pressed_does_nothing_without_the_yes(standing_world):
    world = standing_world
    for name, sure in table()["asks_when_pressed"].items():
        with rolled_back(), scope(world.here.id):
            _address, post, actor, thing = settings(world, name)
            asker = asker_of(actor)
            tables = {one.split(".")[0].split()[0] for one in declared()[name]}
            before = snapshot(tables)
            typed = {key: value for key, value in post.typed.items() if key != sure}
            answer = asker.generic("POST", path(world, name, thing.arguments), **sent(typed))
            after = snapshot(tables)

        assert (answer.status_code, after == before) == (200, True)
        assert named(world, text_of(answer))
        assert f'name="{sure}"' in text_of(answer)


def differs(before, after):
    """Return the tables in which something is not as before: a row that is gone, a state or a day that differs, a new
    row that does not say that it was taken back."""
    found = []
    for name, rows in after.items():
        old = before[name]
        gone = old.keys() - rows.keys()
        changed = [
            f"{name}.{column}"
            for key in rows.keys() & old.keys()
            for column, value in rows[key].items()
            if value != old[key][column] and HEAVY.search(f"{name}.{column}") and not MARKS.search(column)
        ]
        new = [
            key
            for key in rows.keys() - old.keys()
            if not any(MARKS.search(column) and value for column, value in rows[key].items())
        ]
        if (gone or changed or new) and not MAIL.search(name):
            found += [name, *changed]
    return found


def test_what_is_undone_is_offered_on_the_next_page_and_leaves_all_as_before(standing_world):
    """Send the form, follow where it leads, press the way back that is offered there, and compare the rows."""
    world, wrong = standing_world, {}
    for name, back in table()["undone"].items():
        with rolled_back(), scope(world.here.id):
            address, post, actor, thing = settings(world, name)
            browser, asker = client_of(actor), asker_of(actor)
            made = post.before(world, actor, asker) if post.before else None
            thing = replace(thing, arguments=made) if made else thing
            fields = plausible(asker, address, thing, post.query)
            typed = post.typed(fields) if callable(post.typed) else post.typed
            tables = {one.split(".")[0].split()[0] for one in declared()[name]}
            before = snapshot(tables)
            done = browser.generic("POST", path(world, name, thing.arguments), **sent({**fields, **typed}))
            changed = snapshot(tables) != before
            page = text_of(browser.get(done.headers.get("Location", "/")))
            ways = [action for action, _fields in Forms(page).forms if name_of(action) == back]
            if ways:
                browser.post(ways[0])
            left = differs(before, snapshot(tables))
        if not (done.status_code == 302 and changed and ways) or left:
            wrong[name] = (done.status_code, changed, bool(ways), left)

    assert wrong == {}, (
        "(status, whether anything changed, whether a way back is offered, what differs after it)"
    )
