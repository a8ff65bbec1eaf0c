"""Audit actions in words, and as rows of a file."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rounds.core.access import Viewer
from rounds.core.audit import openings_of
from rounds.core.models import AuditEvent
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.web.auditor.deeds import deed, kind_words

# ids and digests
CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{16,}$")
# What another person did with one's record, as in "Alice Varga opened your page".
WORDS: dict[str, str | Promise] = {
    "person.view": _("opened your page"),
    "break_glass.told": _("told you: something that you share was opened in an emergency"),
    "person.update": _("changed your record"),
    "person.create": _("created your record"),
    "role.grant": _("gave you a role"),
    "role.end": _("ended a role of yours"),
    "person.stage": _("recorded a career stage of yours"),
    "person.stage_taken_back": _("took back a career stage of yours"),
    "person.stage_correct": _("corrected a career stage of yours"),
    "person.authority": _("recorded who has authority over you"),
    "person.authority_end": _("ended a line of authority over you"),
    "person.training": _("recorded mentor training of yours"),
    "person.training_taken_back": _("took a record of mentor training of yours back"),
    "person.training_member": _("put you into a training program"),
    "person.training_member_end": _("ended your place in a training program"),
    "person.merge": _("merged a double of your record into it"),
    "person.two_people": _("said that you are not the owner of a record that looks like yours"),
    "person.two_people_taken_back": _("asked again whether a record that looks like yours is yours"),
    "person.away": _("recorded days on which you are away"),
    "person.away_ended": _("recorded that you are back"),
    "person.leave": _("recorded that you leave"),
    "person.leave_undo": _("took back that you leave"),
    "outcome.recorded": _("recorded an outcome of yours"),
    "outcome.corrected": _("corrected an outcome of yours"),
    "outcome.withdrawn": _("took back an outcome of yours"),
    "outcome.checked": _("looked at an outcome of yours"),
    "consent.give": _("recorded a consent of yours"),
    "consent.withdraw": _("recorded that you withdrew a consent"),
    "access.asked": _("asked for a change of your access"),
    "access.decided": _("decided about a change of your access"),
    "access.withdrawn": _("withdrew a change of your access that was asked for"),
    "assistant.ended": _("ended that you keep their times"),
    "assistant.named": _("named you as assistant: you keep their times"),
    "group.joined": _("put you into a group"),
    "group.left": _("took you out of a group"),
    "help.offered": _("offered you help as a mentor"),
    "identity.joined": _("joined an account of a learning platform to you"),
    "identity.unlinked": _("ended that an account of a learning platform is yours"),
    "invitation.sent": _("sent you an invitation"),
    "mail.reminders_stopped": _("stopped your reminders"),
    "mail.rhythm": _("changed when reminders come to you"),
    "offering.settled": _("settled who gets a seat that you asked for"),
    "outcome.forgotten": _("took you out of all outcomes"),
    "outcome.leaving_asked": _("asked that you be left out of outcomes"),
    "outcome.leaving_stopped": _("took back that you be left out of outcomes"),
    "pair.view": _("opened the page of your pair: state, days and minutes, no note"),
    "person.address_confirmed": _("confirmed your personal address"),
    "programs.baseline.corrected": _("corrected your answers from before the first pair"),
    "programs.baseline.recorded": _("entered your answers from before the first pair"),
    "programs.card.written": _("wrote your introduction card for you"),
    "programs.card.approved": _("approved your introduction card"),
    "programs.enrollment.accepted": _("accepted you into a program"),
    "programs.enrollment.applied": _("entered that you apply for a program"),
    "programs.enrollment.enrolled": _("enrolled you in a program"),
    "programs.enrollment.invited": _("invited you to a program"),
    "programs.enrollment.withdrawn": _("withdrew you from a program"),
    "programs.intake.confirmed": _("confirmed your answers"),
    "programs.intake.opened": _("read your answers"),
    "programs.intake.prefilled": _("filled in answers of yours from a roster"),
    "programs.intake.reminded": _("reminded you of your answers"),
    "programs.intake.submitted": _("sent your answers for you"),
    "programs.role.ended": _("ended a role of yours in a program"),
    "programs.role.given": _("gave you a role in a program"),
    "release.differs": _("was not shown what you released, since what is stored is not what was released"),
    "release.opened": _("read what you released"),
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
    """Return in words what another person did with one's own record."""
    return str(WORDS.get(action) or deed(action))


@dataclass(frozen=True)
class Entry:
    """A line of the log as it is read; `thing` leads to everything about the same thing."""

    event: AuditEvent
    deed: str
    on: list[str]
    thing: UUID | None
    facts: list[str]


def entries_of(events: Iterable[AuditEvent]) -> list[Entry]:
    """Return events as they are read: names of people and programs in two queries, no ids."""
    events = list(events)
    people = {one.about_person_id for one in events} | {
        one.object_id for one in events if one.object_kind == "person"
    }
    names = {one.id: one.display_name for one in Person.objects.filter(id__in=people - {None})}
    found = Program.objects.filter(id__in={one.program_id for one in events} - {None})
    programs = dict(found.values_list("id", "name"))
    return [_entry(event, names, programs) for event in events]


def _entry(event: AuditEvent, names: dict[UUID, str], programs: dict[UUID, str]) -> Entry:
    about = event.about_person_id or (event.object_id if event.object_kind == "person" else None)
    on = [names.get(about, str(_("somebody who has left")))] if about else []
    if event.object_kind not in ("", "person", "program"):
        on.append(kind_words(event.object_kind))
    if event.program_id in programs:
        on.append(programs[event.program_id])
    return Entry(event, deed(event.action), on, event.object_id or about, facts_in_words(event.facts))


def facts_in_words(facts: dict[str, Any]) -> list[str]:
    """Return plain facts as "rows: 3"; ids, digests and nested tables stay in the file."""
    said = []
    for name, value in facts.items():
        values = value if isinstance(value, list) else [value]
        plain = [str(one).replace("_", " ") for one in values if _is_plain(one)]
        if plain:
            said.append(f"{name.replace('_', ' ')}: {', '.join(plain)}")
    return said


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict | list) or value in ("", None):
        return False
    return not (isinstance(value, str) and CODE.search(value))


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


@dataclass(frozen=True)
class OpeningRow:
    """What somebody opened of one's own on a day, ready to be shown."""

    name: str
    words: str
    on: date


def opening_rows(viewer: Viewer) -> list[OpeningRow]:
    """Return who opened what the viewer wrote, in words, newest first; never which text."""
    found = openings_of(viewer)
    names = {
        one.id: one.display_name for one in Person.objects.filter(id__in={row.reader_id for row in found})
    }
    return [
        OpeningRow(names.get(row.reader_id, ""), opening_words(row.kind, row.things), row.on) for row in found
    ]


def opening_words(kind: str, things: int) -> str:
    """Return in words that so many things of a kind were opened."""
    said = {
        "note": ngettext("opened a note of yours", "opened %(things)s notes of yours", things),
        "group_note": ngettext(
            "opened a note of yours to a group", "opened %(things)s notes of yours to a group", things
        ),
        "agreement": ngettext(
            "opened what you proposed", "opened %(things)s versions that you proposed", things
        ),
        "round360": ngettext(
            "opened your report of feedback", "opened %(things)s reports of feedback of yours", things
        ),
        "survey_answers": ngettext(
            "opened your answers to a survey", "opened %(things)s answers of yours to surveys", things
        ),
        "debrief": ngettext("opened a debrief of yours", "opened %(things)s debriefs of yours", things),
        "goal": ngettext("opened a goal of yours", "opened %(things)s goals of yours", things),
        "ask": ngettext("opened a question of yours", "opened %(things)s questions of yours", things),
        "rating": ngettext("opened your ratings", "opened %(things)s ratings of yours", things),
        "feedback": ngettext(
            "opened feedback of yours", "opened %(things)s pieces of feedback of yours", things
        ),
        "door": ngettext(
            "opened a door that you entered", "opened %(things)s doors that you entered", things
        ),
        "answer": ngettext("opened your answer to a report", "opened %(things)s answers of yours", things),
        "evidence": ngettext(
            "opened a line of yours that speaks for a goal",
            "opened %(things)s lines of yours that speak for a goal",
            things,
        ),
        "change": ngettext(
            "opened that you ask for a change of your pair",
            "opened %(things)s times that you ask for a change of your pair",
            things,
        ),
        "milestone": ngettext("opened a report of yours", "opened %(things)s reports of yours", things),
    }
    words = said.get(kind) or ngettext(
        "opened a record of yours", "opened %(things)s records of yours", things
    )
    return words % {"things": things}
