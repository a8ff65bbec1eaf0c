"""Reading the audit log: who did what, when; never contents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.core.folding import fold
from rounds.core.models import AuditEvent
from rounds.core.reading import read_search


@dataclass(frozen=True)
class Search:
    """What an auditor looks for; empty words find everything. Days are those of the institution's zone."""

    action: str = ""
    who: str = ""
    things: tuple[UUID, ...] | None = None
    from_on: date | None = None
    to_on: date | None = None
    zone: str = "UTC"


def list_events(viewer: Viewer, search: Search) -> Any:
    """Return the events of the viewer's institution, newest first. Who may ask is the page's to say."""
    events = _events_of(viewer.institution_id)
    if search.action:
        events = events.filter(action__startswith=search.action)
    if search.who:
        events = events.filter(by_name__in=_names_with(events, search.who))
    if search.things is not None:
        things = search.things
        events = events.filter(
            Q(object_id__in=things)
            | Q(by_person_id__in=things)
            | Q(about_person_id__in=things)
            | Q(program_id__in=things)
        )
    if search.from_on:
        events = events.filter(at__gte=_start_of(search.from_on, search.zone))
    if search.to_on:
        events = events.filter(at__lt=_start_of(search.to_on + timedelta(days=1), search.zone))
    return events


def _names_with(events: Any, words: str) -> list[str]:
    """Return the names of those who acted that hold all words, whatever their accents and capitals."""
    wanted = fold(read_search(words)).split()
    names = events.order_by().values_list("by_name", flat=True).distinct()
    return [name for name in names if all(word in fold(name) for word in wanted)]


def list_actions(viewer: Viewer) -> list[str]:
    """Return the actions that occur, for the filter."""
    return sorted(_events_of(viewer.institution_id).order_by().values_list("action", flat=True).distinct())


def opened_by(viewer: Viewer, action: str, ids: Collection[UUID]) -> set[UUID]:
    """Return those of some things that the viewer has opened, by the deed that records it."""
    if not ids:
        return set()
    events = _events_of(viewer.institution_id).order_by()
    found = events.filter(action=action, by_person_id=viewer.person_id, object_id__in=list(ids))
    return set(found.values_list("object_id", flat=True))


def list_events_about(viewer: Viewer) -> Any:
    """Return what others did with the viewer's own record, newest first."""
    if viewer.person_id is None:
        return AuditEvent.objects.none()
    mine = Q(about_person_id=viewer.person_id) | Q(object_kind="person", object_id=viewer.person_id)
    return _events_of(viewer.institution_id).filter(mine).exclude(by_person_id=viewer.person_id)


def _events_of(institution_id: UUID) -> Any:
    return AuditEvent.objects.filter(institution_id=institution_id).order_by("-number")


def _start_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))


def last_deed(object_id: UUID, *actions: str) -> tuple[str, datetime] | None:
    """Return by whom, and when, one of some deeds was last done to a thing."""
    events = AuditEvent.objects.filter(object_id=object_id, action__in=actions).order_by("-id")
    found: tuple[str, datetime] | None = events.values_list("by_name", "at").first()
    return found
