"""Addresses of the current institution: {% to "people:detail" person_id=person.id %}."""

from typing import Any

from django import template

from rounds.web.addresses import address

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: template.Context, name: str, **arguments: Any) -> str:
    """Return the address of a page below the slug of the request's institution."""
    return address(context["request"], name, **arguments)
