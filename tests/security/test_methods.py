"""Methods that no page knows, and forms sent from another site, tried on every address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rounds
from tests.access.matrix import (
    Asker,
    all_addresses,
    ask,
    asker_of,
    is_allowed,
    read_policy,
    remembered,
    things_for,
)

pytestmark = pytest.mark.django_db

# a learning platform sends its forms from its own pages
FROM_ELSEWHERE = {"lti_login", "lti_launch", "lti_register"}
UNKNOWN = ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")


def someone_for(address, world, method):
    """Return (actor, thing) that the policy allows, else a mentee with anything: the answer is the same."""
    rule = read_policy()[address.name].get(method)
    things = things_for(address, world)
    for actor in world.actors.values():
        for thing in things:
            if rule not in (None, "public") and is_allowed(rule, actor, thing, world):
                return actor, thing
    return world.actors["cleo"], things[0]


def askers_of(world):
    """Return a browser for each actor, and "" for nobody."""
    return {"": asker_of(None)} | {name: asker_of(actor) for name, actor in world.actors.items()}


@pytest.mark.parametrize("with_session", [True, False])
def test_methods_that_no_page_knows_are_refused_everywhere(standing_world, with_session):
    wrong, askers = [], askers_of(standing_world)

    with remembered():
        for address in all_addresses():
            actor, thing = someone_for(address, standing_world, "GET")
            asker = askers[actor.name if with_session else ""]
            for method in UNKNOWN:
                answer = ask(asker, address, method, thing)
                if answer.status != 405 or answer.writes:
                    wrong.append(f"{method} {address.name}: {answer.status} {answer.writes[:3]}")

    assert wrong == []


def test_head_writes_nothing_and_shows_no_more_than_get(standing_world):
    wrong, askers = [], askers_of(standing_world)

    with remembered():
        for address in all_addresses():
            actor, thing = someone_for(address, standing_world, "GET")
            get, head = (ask(askers[actor.name], address, method, thing) for method in ("GET", "HEAD"))
            if head.writes or head.status not in (405, get.status):
                wrong.append(f"{address.name}: {head.status}, GET {get.status}, {head.writes[:3]}")

    assert wrong == []


def test_form_from_another_site_is_refused_everywhere(standing_world):
    wrong, tried = [], 0

    for address in all_addresses():
        if "POST" not in read_policy()[address.name] or address.name in FROM_ELSEWHERE:
            continue
        actor, thing = someone_for(address, standing_world, "POST")
        answer = ask(strict(asker_of(actor)), address, "POST", thing)
        tried += 1
        if answer.status != 403 or answer.writes:
            wrong.append(f"{address.name}: {answer.status} {answer.writes[:3]}")

    assert wrong == []
    assert tried > 80


def strict(asker: Asker) -> Asker:
    """Return a browser with the same session that checks where forms come from, as the product does."""
    checked = Asker(raise_request_exception=False, enforce_csrf_checks=True)
    checked.cookies = asker.cookies
    return checked


def test_views_exempt_from_the_check_of_forms_are_three():
    """A platform sends its forms from its own pages, held by a state of ours and its signature, or by a code that counts once."""
    exempt = {address.name for address in all_addresses() if getattr(address.view, "csrf_exempt", False)}

    assert exempt == FROM_ELSEWHERE


def test_cookies_for_other_sites_are_one():
    source = Path(rounds.__file__).parent
    found = [
        path.name
        for path in source.rglob("*.py")
        if re.search(r"same_?site=.None", path.read_text(), re.IGNORECASE)
    ]

    assert found == ["platforms.py"]
