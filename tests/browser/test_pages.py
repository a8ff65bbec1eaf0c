"""Every page with the worst that people type: on a phone in the light, and on a desk in the dark.

The world of the short version holds scripts in every text field, and surnames and addresses of the greatest length: one
visit shows that a page is accessible and light, that nothing pushes it sideways, and that no script runs. The long
version looks at the usual texts as everybody who may see them, at every width and in every mode.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rounds.core.database.scope import scope
from tests.browser.checks import COLORS_ALONE, check_page, open_tab, show_as, visit_page
from tests.browser.conftest import sign_in_client
from tests.browser.hostile_texts import PAYLOADS, SURNAME, Watch, lengthen, plant
from tests.browser.visits import Visit, all_visits, not_pages
from tests.browser.world import World
from tests.conftest import IN_CI

WIDTHS = (320, 768, 1280)
MODES = ("light", "dark", "forced")
# Each takes a minute or two, so that no worker is left with all of them at the end.
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_hold_the_worst_texts_and_are_accessible_and_light(open_window, world, part):
    """On a phone as on a first visit; the first state of each page then on a desk in the dark."""
    planted = plant(world, PAYLOADS)
    lengthen(world)
    windows, watches, wrong = {}, {}, {}
    frames = defaultdict(set)
    shown = {"a script as text": 0, "a long surname": 0}
    visits = all_visits() if IN_CI else first_states()

    for visit in visits[part::PARTS]:
        if visit.who not in windows:
            windows[visit.who] = open_window(width=320, mode="light", user=world.users.get(visit.who))
            watches[visit.who] = Watch(open_tab(windows[visit.who]))
        watch = watches[visit.who]
        watch.seen.clear()
        page, problems = visit_page(
            windows[visit.who],
            address_of(visit, world),
            weight=visit.weight,
            status=visit.status,
            known=frames[visit.who, "light"],
        )
        problems += [f"came alive: {what}" for what in watch.seen + watch.alive()]
        shown["a script as text"] += watch.shows_payload()
        shown["a long surname"] += watch.shows(SURNAME)
        if visit is next(one for one in visits if one.page == visit.page):
            show_as(page, width=1280, mode="dark")
            dark = check_page(page, rules=COLORS_ALONE, known=frames[visit.who, "dark"])
            problems += [f"1280 dark: {problem}" for problem in dark]
            show_as(page, width=320, mode="light")
        if problems:
            wrong[str(visit)] = problems

    assert not wrong, _in_words(wrong)
    assert len(planted) > 50
    assert shown["a script as text"] > len(visits) / PARTS / 3, shown
    assert shown["a long surname"] > 10, shown


def first_states() -> list[Visit]:
    """Return the first visit of each page; its other states are seen in CI."""
    return list({visit.page: visit for visit in reversed(all_visits())}.values())


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_pages_are_accessible_to_every_role_at_every_width_and_mode(open_window, world, part):
    windows = {}
    wrong = {}
    looked_at = 0

    for visit in all_visits()[part::8]:
        for who in _roles_that_see(visit, world):
            if who not in windows:
                windows[who] = open_window(user=world.users.get(who))
            page, problems = visit_page(
                windows[who], address_of(visit, world), weight=visit.weight, status=visit.status
            )
            looked_at += 1
            for width, mode in product(WIDTHS, MODES):
                if (width, mode) == (1280, "light"):  # as it was opened
                    continue
                show_as(page, width=width, mode=mode)
                problems += [f"{width} {mode}: {problem}" for problem in check_page(page)]
                looked_at += 1
            show_as(page, width=1280, mode="light")
            if problems:
                wrong[f"{visit}, seen by {who}"] = problems

    print(f"{looked_at} looks at pages")
    assert not wrong, _in_words(wrong)


def _roles_that_see(visit: Visit, world: World) -> list[str | None]:
    """Return the visit's own character first, then everybody else who gets the same kind of answer."""
    others = []
    for who, user in world.users.items():
        client = Client()
        sign_in_client(client, user)
        if who != visit.who and client.get(address_of(visit, world)).status_code == visit.status == 200:
            others.append(who)
    return [visit.who, *others]


def _in_words(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}\n  " + "\n  ".join(what) for name, what in wrong.items())


def test_pages_are_all_visited():
    known = {visit.page for visit in all_visits()} | set(not_pages())

    missing = sorted(names_of(get_resolver()) - known)

    assert not missing, f"In no module of tests/browser/visits: {', '.join(missing)}"


def test_pages_visited_all_exist():
    names = names_of(get_resolver())

    unknown = sorted(({visit.page for visit in all_visits()} | set(not_pages())) - names)

    assert not unknown, f"Visited, but no address is called so: {', '.join(unknown)}"


def address_of(visit: Visit, world) -> str:
    with scope(world.institution.id, world.institution.timezone):
        arguments = visit.arguments(world) if callable(visit.arguments) else (visit.arguments or {})
    if needs_institution(visit.page):
        arguments = {"institution": world.institution.slug, **arguments}
    return reverse(visit.page, kwargs=arguments) + (
        visit.query(world) if callable(visit.query) else visit.query
    )


@cache
def needs_institution(name: str) -> bool:
    return name in names_of(get_resolver(), only_below_slug=True)


def names_of(resolver: URLResolver, namespace: str = "", *, only_below_slug: bool = False) -> set[str]:
    """Return the names of all addresses, with their namespaces."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            below = only_below_slug and "institution" not in str(entry.pattern)
            found |= names_of(entry, inner, only_below_slug=below)
        elif isinstance(entry, URLPattern) and entry.name and not only_below_slug:
            found.add(f"{namespace}:{entry.name}" if namespace else entry.name)
    return found
