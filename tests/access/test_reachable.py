"""Every page that somebody may open is reached from their home, by links and forms alone."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser

import pytest
from django.urls import Resolver404, resolve, reverse

from rounds.core.database.scope import scope
from tests.access.matrix import all_addresses, asker_of, is_allowed, read_policy, things_for
from tests.access.midway import midway_world
from tests.standing import standing

pytestmark = pytest.mark.django_db

# one of each kind of reader
READERS = [
    "chief",
    "alice",
    "director",
    "residency_director",
    "gme_officer",
    "faculty_developer",
    "steering_viewer",
    "auditor",
    "site_admin",
    "bob",
    "cleo",
    "both",
    "newcomer",
]
# At most so many different things of one kind are opened on the way, each in so many views; beyond that one from each
# kind of page that leads to the kind.
OF_A_KIND, VIEWS = 10, 2
world = standing(midway_world)
# What no link can lead to, and why.
ELSEWHERE = {
    "pairs:taps": "is where the three questions on the page of a log are sent, and stands by itself after an error",
    "answering:launch": "is reached by a code on a wall or an address in an announcement, never from within",
    "answering:thanks": "says thanks after the press that sends one's answers to a survey",
    "record:prove_address": "takes the code after the press that mails it",
    "experiences:record": "is offered once seats were drawn, which nobody has done in the test world",
    "rollout:amend": "is offered once two people have locked the objectives, which nobody has done in the test world",
    "development:ask_coach": "is offered to a mentor without an open plan; the one of the test world has one",
    "rollout:budget_file": "is offered for five pairs and five mentors, which no program of the test world has",
    "development:close_award": "is offered once nominations are over and the jury has spoken; in the test world it has not",
    "rollout:spend": "is offered once a budget is written, which nobody has done in the test world",
    "dossier:ask": "is offered for a mentee who was not asked yet; the one of the test world was",
    "programs:start": "is offered for a program that is set up and misses nothing, which none of the test world is",
    "intake:done": 'says thanks after the press that sends one\'s answers; "See my answers" is where one comes back to',
}


class Links(HTMLParser):
    """Collects where a page leads: links, what its forms open or send to, and what its script asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = dict(attributes)
        to = about.get("href") if tag == "a" else about.get("action") if tag == "form" else None
        self.found += [one for one in (to, about.get("data-poll")) if one and one.startswith("/")]


def name_of(path: str) -> str:
    try:
        return resolve(path.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).view_name
    except Resolver404:
        return ""


def reached_by(world, who: str) -> set[str]:
    """Walk from somebody's home; return the names of all addresses that a page on the way leads to."""
    asker = asker_of(world.actors[who])
    start = reverse("home", kwargs={"institution": world.here.slug})
    waiting, seen = deque([start]), {start}
    opened: dict[str, dict[str, int]] = {}
    reached, steps = {"home"}, set()
    while waiting:
        path = waiting.popleft()
        answer = asker.get(path)
        if answer.status_code in (301, 302):
            to = answer.headers["Location"]
            if to.startswith("/") and to not in seen:
                seen.add(to)
                waiting.append(to)
                reached.add(name_of(to))
            continue
        assert answer.status_code not in (401, 429), f"{path}: the walk was stopped"
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in Links(answer.content.decode()).found:
            name = name_of(link)
            reached.add(name)
            bare = link.split("#")[0]
            if bare in seen or not name or name == "account_logout":
                continue
            thing, step = bare.split("?")[0], (name_of(path), name)
            views = opened.setdefault(name, {})
            is_first = step not in steps
            if is_first or (views.get(thing, 0) < VIEWS and (thing in views or len(views) < OF_A_KIND)):
                steps.add(step)
                seen.add(bare)
                views[thing] = views.get(thing, 0) + 1
                waiting.append(bare)
    return reached


def open_to(world, who: str) -> set[str]:
    """Return the addresses of the institution that somebody may open, by the policy, on some thing of the world."""
    actor = world.actors[who]
    return {
        address.name
        for address in all_addresses()
        if address.in_institution
        and isinstance(rule := read_policy()[address.name].get("GET"), dict)
        and any(
            thing.exists and is_allowed(rule, actor, thing, world) for thing in things_for(address, world)
        )
    }


@pytest.mark.parametrize("who", READERS)
def test_every_page_is_reached_from_its_readers_home(world, who):
    """A whole walk through the product for one reader: that is the second which it takes."""
    with scope(world.here.id):
        reached, may = reached_by(world, who), open_to(world, who)

    missing = may - reached - ELSEWHERE.keys()
    print(f"\n{who}: {len(may)} pages, {len(may & reached)} reached")
    assert sorted(missing) == [], f"No link leads {who} to these."
