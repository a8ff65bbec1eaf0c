"""Every page once on a phone in the light and once on a desk in the dark; the long version everywhere."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browser.checks import visit_page
from tests.browser.visits import Visit, all_visits, not_pages

EVERYWHERE = [
    pytest.param(width, mode, marks=pytest.mark.long)
    for width, mode in product((320, 768, 1280), ("light", "dark", "forced"))
    if (width, mode) not in {(320, "light"), (1280, "dark")}
]


@pytest.mark.parametrize(("width", "mode"), [(320, "light"), (1280, "dark"), *EVERYWHERE])
def test_pages_are_accessible_and_light(open_window, world, width, mode):
    windows = {}
    wrong = {}

    for visit in all_visits():
        if visit.who not in windows:
            windows[visit.who] = open_window(width=width, mode=mode, user=world.users.get(visit.who))
        page, problems = visit_page(
            windows[visit.who], address_of(visit, world), weight=visit.weight, status=visit.status
        )
        page.close()
        if problems:
            wrong[str(visit)] = problems

    assert not wrong, "\n".join(f"{name}\n  " + "\n  ".join(what) for name, what in wrong.items())


def test_pages_are_all_visited():
    known = {visit.page for visit in all_visits()} | set(not_pages())

    missing = sorted(names_of(get_resolver()) - known)

    assert not missing, f"In no module of tests/browser/visits: {', '.join(missing)}"


def test_pages_visited_all_exist():
    names = names_of(get_resolver())

    unknown = sorted(({visit.page for visit in all_visits()} | set(not_pages())) - names)

    assert not unknown, f"Visited, but no address is called so: {', '.join(unknown)}"


def address_of(visit: Visit, world) -> str:
    arguments = visit.arguments(world) if callable(visit.arguments) else (visit.arguments or {})
    if needs_institution(visit.page):
        arguments = {"institution": world.institution.slug, **arguments}
    return reverse(visit.page, kwargs=arguments) + visit.query


def needs_institution(name: str) -> bool:
    return name in names_of(get_resolver(), only_below_slug=True)


def names_of(resolver: URLResolver, namespace: str = "", *, only_below_slug: bool = False) -> set[str]:
    """Names of all addresses, with their namespaces."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            below = only_below_slug and "institution" not in str(entry.pattern)
            found |= names_of(entry, inner, only_below_slug=below)
        elif isinstance(entry, URLPattern) and entry.name and not only_below_slug:
            found.add(f"{namespace}:{entry.name}" if namespace else entry.name)
    return found
