"""Audit actions in words, and as rows of a file."""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.models import AuditEvent

# What another person did with one's record, as in "Alice Varga opened your page".
WORDS: dict[str, str | Promise] = {
    "person.view": _("opened your page"),
    "person.update": _("changed your record"),
    "person.create": _("created your record"),
    "role.grant": _("gave you a role"),
    "role.end": _("ended a role of yours"),
    "person.stage": _("recorded a career stage of yours"),
    "person.stage_correct": _("corrected a career stage of yours"),
    "person.authority": _("recorded who has authority over you"),
    "person.authority_end": _("ended a line of authority over you"),
    "person.training": _("recorded mentor training of yours"),
    "person.training_member": _("put you into a training program"),
    "person.training_member_end": _("ended your place in a training program"),
    "person.merge": _("merged a double of your record into it"),
    "person.two_people": _("said that you are not the owner of a record that looks like yours"),
    "person.two_people_taken_back": _("asked again whether a record that looks like yours is yours"),
    "person.leave": _("recorded that you leave"),
    "person.leave_undo": _("took back that you leave"),
    "consent.give": _("recorded a consent of yours"),
    "consent.withdraw": _("recorded that you withdrew a consent"),
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


def words_of(action: str) -> str:
    """Return an action in words, the action itself where nobody gave any."""
    return str(WORDS.get(action, action))


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
