"""Two tabs on one record: what each changed is kept; where both changed the same, it is asked, with both values."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from rounds.core.database.scope import scope
from rounds.core.edits import PREFIX
from tests.access.matrix import Address, Asker, Thing, all_addresses, asker_of, path_of, rolled_back, sent
from tests.security.posting import Forms, writers
from tests.security.posts import Post, posts
from tests.world import World

pytestmark = pytest.mark.django_db

# Buttons and boxes that say what is done, not what is changed.
BUTTONS = frozenset({"go", "sure", "later"})
# What differs each time a page is drawn.
OWN = re.compile(rf"csrfmiddlewaretoken|typed_|{PREFIX}|version$|seen$|digest$|entry$")
# Forms that edit, whose page shows what is on record: the sweep must find at least these.
KNOWN = {
    "connections:settings",
    "framework:edit",
    "framework:tracks",
    "instruments:edit",
    "instruments:question",
    "people:edit",
    "people:edit_training_program",
    "people:place",
    "people:roll_over",
    "people:stage",
    "programs:priority",
    "programs:settings",
    "programs:texts",
    "pairs:note",
    "pairs:terms",
    "record:edit",
    "year:planned_end",
}
# Fields that find somebody on record: another address leads to nobody, and is refused by name.
PEOPLE = {"debriefer"}
# A second tab that finds the first one's change is refused whole, with a sentence.
REFUSED = {
    "pairs:note": "the note has a version; both texts are shown",
    "imports:check": "the file's answers have a version",
    "intake:topic": "answers have a version",
    "pairs:propose": "what the other one has proposed is looked at first",
}
# Forms that change nothing that is on record, though they start from it.
NEW = {
    "account_address": "a request of one's own: the later one counts, and its code is sent there",
    "record:address": "a request of one's own: the later one counts, and its code is sent there",
    "pairs:log": "each is a conversation of its own; its length starts from the last one",
}


class Opened(Forms):
    """The forms of a page with the words that its text areas hold, as a browser would send them."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attributes)
        if tag == "textarea" and self.forms:
            self.forms[-1][1][self._text][-1] = ""
            self._is_text = True

    def handle_data(self, data: str) -> None:
        if getattr(self, "_is_text", False):
            self.forms[-1][1][self._text][-1] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self._is_text = self._is_text and tag != "textarea" if hasattr(self, "_is_text") else False
        super().handle_endtag(tag)


@dataclass
class Tab:
    """A page of one reader, opened again and again."""

    asker: Asker
    path: str

    def get(self) -> dict[str, list[str]]:
        answer = self.asker.get(self.path)
        if answer.status_code != 200:
            return {}
        forms = [fields for action, fields in Opened(answer.text).forms if action in ("", "?") and fields]
        return forms[0] if forms else {}

    def post(self, form: dict[str, Any]) -> Any:
        return self.asker.generic("POST", self.path, **sent(form))

    def words(self) -> dict[str, list[str]]:
        return {name: value for name, value in self.get().items() if not OWN.match(name)}


def tabs(address: Address, world: World, post: Post) -> Iterator[tuple[Tab, dict[str, Any]]]:
    """Yield the page of a form for somebody who may send it, and what they type over it; all is taken back after it."""
    actor, named = writers(address, world, post.thing, post.who)[0]
    with rolled_back(), scope(world.here.id):
        asker = asker_of(actor)
        made = post.before(world, actor, asker) if post.before else None
        thing: Thing = replace(named, arguments=made) if made else named
        arguments = dict(thing.arguments) | (
            {"institution": thing.institution.slug} if address.in_institution else {}
        )
        tab = Tab(asker, path_of(address.name, tuple(arguments.items())))
        form = tab.get()
        yield tab, post.typed(form) if callable(post.typed) else post.typed


def other_than(value: str) -> str | None:
    """Return another value of the same kind as one that was typed; None where nobody can tell."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return (datetime.fromisoformat(value) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    if re.fullmatch(r"\d{10,}", value):
        return None
    if value.isdigit():
        return str(int(value) - 1)
    if "@" in value:
        return f"other.{value}"
    return f"{value} indeed" if value[:1].isupper() else None


@pytest.fixture
def forms(standing_world) -> Iterator[tuple[World, list[tuple[Address, Post]]]]:
    with scope(standing_world.here.id):
        known = posts(standing_world)
    logging.disable(logging.CRITICAL)
    yield standing_world, [(one, known[one.name]) for one in all_addresses() if one.name in known]
    logging.disable(logging.NOTSET)


def test_save_from_a_stale_tab_takes_nothing_back(forms):
    world, all_forms = forms
    edits, lost = set(), []

    for address, post in all_forms:
        for tab, typed in tabs(address, world, post):
            opened = tab.get()
            before = tab.words()
            if not before or tab.post({**opened, **typed}).status_code >= 400:
                continue
            first = tab.words()
            changed = {name for name in first if name in before and first[name] != before[name]}
            if not changed:
                continue
            edits.add(address.name)
            tab.post({**opened, **{name: value for name, value in typed.items() if name in BUTTONS}})
            second = tab.words()
            lost += [
                f"{address.name}: {name} was {first[name]} and is {second.get(name)} again"
                for name in changed
                if second.get(name) != first[name]
            ]

    assert not lost, "A save wrote over what its page had not changed (core/edits.py):\n" + "\n".join(lost)
    assert edits >= KNOWN, f"No longer tried: {sorted(KNOWN - edits)}"


def test_same_field_in_two_tabs_is_asked_with_both_values(forms):
    world, all_forms = forms
    asked, silent = set(), []

    for address, post in all_forms:
        for tab, typed in tabs(address, world, post):
            opened, before = tab.get(), tab.words()
            if not before or tab.post({**opened, **typed}).status_code >= 400:
                continue
            first = tab.words()
            ours = {
                name: other
                for name in typed
                if name in first and first[name] != before.get(name) and isinstance(typed[name], str)
                if name not in BUTTONS | PEOPLE and (other := other_than(typed[name]))
            }
            if not ours or address.name in NEW or not before.keys() & ours.keys():
                continue
            answer = tab.post({**opened, **typed, **ours})
            page, then = unescape(answer.text), tab.words()
            for name, other in ours.items():
                if answer.status_code == 302 or then[name] != first[name]:
                    silent.append(f"{address.name}: {name} is written over without a question")
                elif address.name not in REFUSED and not (other in page and in_words(first[name][0]) in page):
                    silent.append(f"{address.name}: {name}: the page shows not both values")
            asked.add(address.name)
            again = [fields for action, fields in Opened(answer.text).forms if action in ("", "?") and fields]
            if address.name not in REFUSED and again:
                buttons = {name: value for name, value in typed.items() if name in BUTTONS}
                tab.post({**again[0], **buttons})
                last = tab.words()
                silent += [
                    f"{address.name}: {name} is {last[name]} after the answer, not {other}"
                    for name, other in ours.items()
                    if name in last and last[name][0].strip() != other
                ]

    assert not silent, "\n".join(silent)
    assert len(asked) >= 9, sorted(asked)


def in_words(value: str) -> str:
    """Return a value as a sentence says it: a moment without its minutes' shape."""
    return value.split("T", maxsplit=1)[0].strip()


def test_both_tabs_may_say_the_same(forms):
    world, all_forms = forms
    refused = []

    for address, post in all_forms:
        if address.name not in KNOWN - set(REFUSED):
            continue
        for tab, typed in tabs(address, world, post):
            opened = tab.get()
            tab.post({**opened, **typed})
            status = tab.post({**opened, **typed}).status_code
            if status >= 400:
                refused.append((address.name, status))

    assert not refused
