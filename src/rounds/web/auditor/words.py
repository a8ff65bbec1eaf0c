"""Audit actions in words, and as rows of a file."""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.models import AuditEvent

# What another person did with one's record. Each area adds its own with `add_words`.
_words: dict[str, str | Promise] = {
    "person.view": _("opened your page"),
    "person.update": _("changed your record"),
    "person.create": _("created your record"),
    "role.grant": _("gave you a role"),
    "role.end": _("ended a role of yours"),
}
HEADER = (
    _("Number"),
    _("Time (UTC)"),
    _("Action"),
    _("By"),
    _("By person"),
    _("Kind"),
    _("Thing"),
    _("About person"),
    _("Program"),
    _("Facts"),
)


def add_words(words: dict[str, str | Promise]) -> None:
    """Say in words what actions of an area are, as in "Alice Varga opened your page"."""
    _words.update(words)


def words_of(action: str) -> str:
    """Return an action in words, the action itself where nobody gave any."""
    return str(_words.get(action, action))


def row_of(event: AuditEvent) -> list[Any]:
    """Return an event as a row of a file."""
    return [
        event.number,
        event.at.isoformat(),
        event.action,
        event.by_name,
        _id(event.by_person_id),
        event.object_kind,
        _id(event.object_id),
        _id(event.about_person_id),
        _id(event.program_id),
        json.dumps(event.facts, sort_keys=True, ensure_ascii=False) if event.facts else "",
    ]


def _id(value: object) -> str:
    return "" if value is None else str(value)
