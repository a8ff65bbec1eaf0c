"""The pages below an institution's slug; each area adds its own list of addresses here."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, reverse

INSTITUTION_PAGES: list[URLPattern | URLResolver] = []


def address(request: HttpRequest, name: str, **arguments: Any) -> str:
    """Return the address of a page of the request's institution."""
    return reverse(name, kwargs={"institution": request.institution.slug, **arguments})  # type: ignore[attr-defined]
