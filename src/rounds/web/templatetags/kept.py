"""Components that depend on nothing but what they are given: the same inputs are drawn once in a process."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.backends.django import Template
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()

Inputs = tuple[tuple[str, Any], ...]
# What is kept is small (a menu, a row of a list); what was not asked for longest goes first.
KEPT = 4000


@register.simple_tag(takes_context=True)
def kept(context: template.Context, component: str, **inputs: Any) -> SafeString:
    """Show a component that sees its inputs and nothing else of the page; they must be hashable.

    Because it cannot read the request, what is kept for one reader can never hold what only another may see.
    """
    found = context.template.engine.get_template(component)  # type: ignore[union-attr]
    kinds = tuple(type(value) for value in inputs.values())
    surroundings = (get_language(), get_current_timezone_name())
    return _drawn(found, surroundings, tuple(inputs.items()), kinds)


@lru_cache(maxsize=KEPT)
def _drawn(
    component: Template, surroundings: tuple[str | None, str], inputs: Inputs, kinds: tuple[type, ...]
) -> SafeString:
    """Draw a component; the kinds of inputs tell 1 from True and safe text from what must be escaped."""
    return component.render(template.Context(dict(inputs)))  # type: ignore[arg-type,return-value]
