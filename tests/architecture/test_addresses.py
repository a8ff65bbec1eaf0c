"""Each address says who may use it, with the decorator that enforces it."""

from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, path

from rounds.core.access import allow, is_member, public


def undeclared(patterns):
    """Return the names of addresses whose view declares nothing."""
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found += undeclared(entry.url_patterns)
        elif not getattr(entry.callback, "access", None):
            found.append(entry.name or str(entry.pattern))
    return found


def test_each_address_declares_who_may_use_it():
    assert undeclared(get_resolver().url_patterns) == []


def test_an_address_that_declares_nothing_is_found():
    def page(request):
        return HttpResponse()

    patterns = [path("a/", page, name="bare"), path("b/", allow(is_member)(page), name="good")]

    assert undeclared(patterns) == ["bare"]
    assert undeclared([path("c/", public(page), name="open")]) == []
