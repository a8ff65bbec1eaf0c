"""Reads of what is planned in groups: by their people, for their homes and calendars."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, now
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.errors import NotFound
from rounds.mentorships.groups.selectors.own import OwnGroup, own_group_for
from rounds.mentorships.models import GroupMeeting, GroupMember, GroupSignIn

# So long is asked how a planned session went.
ASKED_FOR = timedelta(days=4)


def own_group_meeting_for(viewer: Viewer, group_meeting_id: UUID) -> tuple[OwnGroup, GroupMeeting]:
    """Return a planned session to its mentor and to who is in the group now; NotFound to everybody else."""
    meeting = GroupMeeting.objects.filter(id=group_meeting_id).first()
    if meeting is None:
        raise NotFound
    own = own_group_for(viewer, meeting.group_id)
    if not own.is_in:
        raise NotFound
    meeting.group = own.group
    return own, meeting


def held_group_meeting_for(viewer: Viewer, held_meeting_id: UUID) -> tuple[OwnGroup, GroupMeeting]:
    """Return a planned session to the mentor; NotFound to everybody else."""
    own, meeting = own_group_meeting_for(viewer, held_meeting_id)
    if not own.i_am_mentor:
        raise NotFound
    return own, meeting


def signed_in_at(meeting: GroupMeeting) -> set[UUID]:
    """Return who of the group has said of a planned session: I am here."""
    return set(GroupSignIn.objects.filter(meeting=meeting).values_list("person_id", flat=True))


def signed_in_on(own: OwnGroup, day: date) -> set[UUID]:
    """Return who has signed in to what is planned in a group for a day."""
    found: set[UUID] = set()
    for one in meetings_of_group(own):
        if institution_day(one.starts_at) == day:
            found |= signed_in_at(one)
    return found


def meetings_of_group(own: OwnGroup) -> list[GroupMeeting]:
    """Return what is planned in a group to who is in it: what is to come, and what waits to be logged."""
    rows = own.group.meetings.filter(starts_at__gte=now() - ASKED_FOR, called_off_at=None, session=None)
    return list(rows.order_by("starts_at")) if own.is_open else []


def called_off_in_group(own: OwnGroup) -> list[GroupMeeting]:
    """Return the sessions to come that were called off, to who is in the group: each can stand again."""
    rows = own.group.meetings.filter(starts_at__gt=now(), called_off_at__isnull=False, session=None)
    return list(rows.order_by("starts_at")) if own.is_open else []


def planned_in_groups(viewer: Viewer) -> dict[UUID, list[GroupMeeting]]:
    """Return what is planned in the running groups of somebody, by group and time; one query."""
    found: dict[UUID, list[GroupMeeting]] = {}
    for one in _planned_for(person_id=viewer.own_id, since=now() - ASKED_FOR):
        found.setdefault(one.group_id, []).append(one)
    return found


def planned_with(
    people: Collection[UUID], *, until: datetime, is_off: bool = False
) -> list[tuple[GroupMeeting, UUID]]:
    """Return (session, person) of what is to come, or was called off, until a moment in the groups of some people."""
    rows = GroupMeeting.objects.filter(
        starts_at__range=(now(), until), called_off_at__isnull=not is_off, session=None, group__ended_at=None
    )
    inside = GroupMember.objects.filter(person_id__in=people, left_at=None)
    of_group: dict[UUID, set[UUID]] = {}
    for group_id, person_id in inside.values_list("group_id", "person_id"):
        of_group.setdefault(group_id, set()).add(person_id)
    theirs = rows.filter(Q(group__mentor_id__in=people) | Q(group_id__in=of_group))
    return [
        (one, person_id)
        for one in theirs.select_related("group__mentor").order_by("starts_at")
        for person_id in sorted({one.group.mentor_id} & set(people) | of_group.get(one.group_id, set()))
    ]


def sessions_to_ask_about() -> list[GroupMeeting]:
    """Return the planned sessions that are over for less than four days, and of which the mentor has logged nothing."""
    over = GroupMeeting.objects.filter(
        starts_at__range=(now() - ASKED_FOR, now()), called_off_at=None, session=None, group__ended_at=None
    ).select_related("group__mentor", "group__cycle__program")
    return [one for one in over.order_by("starts_at") if one.ends_at <= now()]


def group_meetings_of(person_id: UUID, *, since: datetime, until: datetime) -> list[GroupMeeting]:
    """Return what stands in somebody's calendar of groups between two moments, by time, held or planned."""
    rows = _meetings_of(person_id).filter(starts_at__range=(since, until), called_off_at=None)
    return list(rows.select_related("group__mentor", "group__cycle__program").order_by("starts_at", "id"))


def meetings_read_by(viewer: Viewer) -> QuerySet[GroupMeeting]:
    """Return every planned session, whatever became of it, of the groups that somebody holds or is in now."""
    return _meetings_of(viewer.own_id)


def _meetings_of(person_id: UUID) -> QuerySet[GroupMeeting]:
    inside = GroupMember.objects.filter(person_id=person_id, left_at=None).values("group_id")
    of_person = Q(group__mentor_id=person_id) | Q(group_id__in=inside)
    return GroupMeeting.objects.filter(of_person, group__ended_at=None)


def ask_for_planned(viewer: Viewer) -> Ask:
    """Return what `planned_in_groups` will ask."""
    return _planned_for.asked(person_id=viewer.own_id, since=now() - ASKED_FOR)


def _planned_rows(person_id: Any, since: Any) -> QuerySet[GroupMeeting]:
    rows = _meetings_of(person_id).filter(starts_at__gte=since, called_off_at=None, session=None)
    return rows.order_by("starts_at", "id")


_planned_for = Prepared(_planned_rows, person_id=UUIDField(), since=DateTimeField())
