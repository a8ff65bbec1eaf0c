"""Addresses of pages of the current institution. The lists of them are in web/urls.py."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

from rounds.core.access import Request


def address(request: Request, name: str, **arguments: Any) -> str:
    """Return the address of a page of the request's institution."""
    return address_below(request.institution.slug, name, **arguments)


def address_below(slug: str, name: str, **arguments: Any) -> str:
    """Return the address of a page below an institution's slug.

    A list asks for one in each row: the shape of an address is found once, ids are put into it.
    """
    if not all(type(value) is UUID for value in arguments.values()):
        return reverse(name, kwargs={"institution": slug, **arguments})
    found = _shape(name, slug, tuple(arguments), get_urlconf(), get_script_prefix())
    for place, value in enumerate(arguments.values()):
        found = found.replace(_stand_in(place), str(value))
    return found


@lru_cache(maxsize=2000)
def _shape(name: str, slug: str, keys: tuple[str, ...], urlconf: str | None, prefix: str) -> str:
    """Return an address with stand-ins for its ids."""
    ids = {key: _stand_in(place) for place, key in enumerate(keys)}
    return reverse(name, kwargs={"institution": slug, **ids})


def _stand_in(place: int) -> str:
    """Return an id that no record has: its version does not exist."""
    return f"00000000-0000-f000-8000-{place:012x}"
