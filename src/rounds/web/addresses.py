"""Addresses of pages of the institution at hand. The lists of them are in web/urls.py."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def address(request: HttpRequest, name: str, **arguments: Any) -> str:
    """Return the address of a page of the request's institution."""
    return reverse(name, kwargs={"institution": request.institution.slug, **arguments})  # type: ignore[attr-defined]
