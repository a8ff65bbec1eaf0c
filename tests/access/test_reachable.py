"""Every page that somebody may open is reached from their home, by links and forms alone."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser

import pytest
from django.urls import Resolver404, resolve, reverse

from rounds.core.database.scope import scope
from tests.access.matrix import all_addresses, asker_of, is_allowed, read_policy, things_for

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
# at most so many different things of one kind are opened on the way, each in so many views
OF_A_KIND, VIEWS = 10, 2
# What no link leads to, and why.
ELSEWHERE = {
    "access:detail": "the message to whom a change of access is about, and the list of the office",
    "frame:find": "the search field of the frame, which leads there with words",
    "intake:check": "follows the last topic of one's answers, and the list of who has finished",
    "imports:changes": "the check of a file that changes people; the file of the test world changes none",
    "imports:sheet": "the check of a workbook of several sheets; the file of the test world is no workbook",
    "intake:done": "follows the press that sends one's answers",
    "intake:resume": "reminders, and the home of who has not finished; in the test world everybody has",
    "jobs:detail": "follows the press that starts a job, and the list of those that failed",
    "jobs:progress": "asked by the page of a job while it works",
    "matching:publish": "the review of a draft or of approved pairs; the run of the test world is in review",
    "matching:swap": "the panel of a pair that does not run yet; in the test world all run (test_review)",
    "matching:unmatched": "the review of a run with somebody unmatched; in the test world nobody is",
    "mine": "behind the initials of mentors and mentees; nothing of others is there",
    "people:bring_back": "the page of who has left; in the test world nobody has",
    "people:commit_roll_over": "a plan with somebody in training; the plan of the test world is empty",
    "people:end_line": "the page of a person with an open line of authority",
    "people:merge": "the list of likely doubles; in the test world the two differ too much",
    "vetoes:rest": "the list of trainees' pairs while one waits; in the test world all run (test_directors)",
    "vetoes:veto": "the list of trainees' pairs while one waits; in the test world all run (test_directors)",
}


class Links(HTMLParser):
    """Collects where a page leads: links, and what its forms open or send to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = dict(attributes)
        to = about.get("href") if tag == "a" else about.get("action") if tag == "form" else None
        if to and to.startswith("/"):
            self.found.append(to)


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
    reached = {"home"}
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
            thing = bare.split("?")[0]
            views = opened.setdefault(name, {})
            if views.get(thing, 0) < VIEWS and (thing in views or len(views) < OF_A_KIND):
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
def test_every_page_is_reached_from_its_readers_home(standing_world, who):
    """A whole walk through the product for one reader: that is the second which it takes."""
    world = standing_world
    with scope(world.here.id):
        reached, may = reached_by(world, who), open_to(world, who)

    missing = may - reached - ELSEWHERE.keys()
    print(f"\n{who}: {len(may)} pages, {len(may - missing)} reached")
    assert missing == set(), f"No link leads {who} to these."
