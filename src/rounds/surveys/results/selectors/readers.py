"""Who reads the comments of a wave before its office: somebody outside its line who was not asked in it."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.models import RoleAssignment
from rounds.surveys.enums import FEEDBACK360, CommentState
from rounds.surveys.models import Request, Wave

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def wave_to_read(viewer: Viewer, wave_id: UUID) -> Wave:
    """Return a wave of which the viewer reads the comments first.

    NotFound to the office of its program, and to whoever was asked in it or spoken of.
    """
    found: Wave | None = _waves().filter(id=wave_id).first()
    if found is None or not reads_first(viewer, found):
        raise NotFound
    return found


def waves_to_read(viewer: Viewer) -> list[tuple[Wave, int]]:
    """Return the waves of which comments wait for the viewer, the oldest first, each with how many."""
    waiting = Count("publication__comments", filter=Q(publication__comments__state=CommentState.WAITING))
    rows = _waves().annotate(waiting=waiting).filter(waiting__gt=0).order_by("closes_on")
    return [(row, row.waiting) for row in rows if reads_first(viewer, row)]


def reads_first(viewer: Viewer, wave: Wave) -> bool:
    """Tell whether a viewer reads the comments of a wave first.

    That is a faculty developer; where the hospital has none outside the wave, the office of another program.
    """
    scope_id = wave.campaign.scope_id
    if viewer.person_id is None or viewer.has(*OFFICE, scope_id=scope_id) or viewer.person_id in inside(wave):
        return False
    if viewer.has(Role.FACULTY_DEVELOPER, scope_id=scope_id):
        return True
    return viewer.has_anywhere(*OFFICE) and not has_developer(wave)


def has_developer(wave: Wave) -> bool:
    """Tell whether somebody develops the faculty, here or in a wave's program, whom the wave neither asks nor is about."""
    scopes = Q(scope_id=None) | Q(scope_id=wave.campaign.scope_id)
    held = RoleAssignment.objects.filter(open_on(institution_today()), scopes, role=Role.FACULTY_DEVELOPER)
    held = held.filter(Q(person__left_on=None) | Q(person__left_on__gt=institution_today()))
    return held.exclude(person_id__in=inside(wave)).exists()


def inside(wave: Wave) -> set[UUID]:
    """Return who was asked in a wave or spoken of."""
    rows = Request.objects.filter(wave=wave).values_list("person_id", "subject_id")
    return {one for row in rows for one in row if one is not None}


def _waves() -> Any:
    rows = Wave.objects.exclude(campaign__audience=FEEDBACK360)
    return rows.select_related("campaign__instrument", "version")
