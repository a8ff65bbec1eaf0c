"""Facts of an audit event as one line."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def facts(value: dict[str, Any]) -> str:
    """Return "fields: title, email; rows: 3"."""
    return "; ".join(f"{name}: {_words(what)}" for name, what in value.items())


def _words(what: Any) -> str:
    return ", ".join(str(one) for one in what) if isinstance(what, list) else str(what)
