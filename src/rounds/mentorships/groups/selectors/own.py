"""Reads of groups by their people: the log, each with own notes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.errors import NotFound
from rounds.mentorships.enums import GroupAudience
from rounds.mentorships.models import (
    Attendance,
    GroupMember,
    GroupNote,
    GroupSession,
    MentorGroup,
)
from rounds.mentorships.models.groups import UNDO_TIME
from rounds.people.models import Person


@dataclass(frozen=True)
class OwnGroup:
    """A group as one of its people sees it: who is in it now, and from when until when the reader was."""

    group: MentorGroup
    members: list[GroupMember]
    i_am_mentor: bool
    # (from, until) of the reader's times in it; the mentor reads all of it
    times: tuple[tuple[datetime, datetime | None], ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether the reader can write in it now."""
        return self.group.is_running and self.is_in

    @property
    def is_in(self) -> bool:
        """Tell whether the reader is in it, running or not."""
        return self.i_am_mentor or any(until is None for _from, until in self.times)


@dataclass(frozen=True)
class SessionEntry:
    """One session as one of the group sees it."""

    session: GroupSession
    present: list[Person] = field(default_factory=list)
    notes: list[GroupNote] = field(default_factory=list)
    i_was_there: bool = False


def own_group_for(viewer: Viewer, group_id: UUID) -> OwnGroup:
    """Return a group to its mentor and to who is or was in it; NotFound to everybody else."""
    found = _shown_to(viewer, _own(viewer).filter(id=group_id))
    if not found:
        raise NotFound
    return found[0]


def held_group_for(viewer: Viewer, held_group_id: UUID) -> OwnGroup:
    """Return a group to its mentor; NotFound to everybody else."""
    own = own_group_for(viewer, held_group_id)
    if not own.i_am_mentor:
        raise NotFound
    return own


def list_own_groups(viewer: Viewer) -> list[OwnGroup]:
    """Return the groups that run and that the viewer holds or is in, by name; two queries, one for who has none."""
    groups = _running(person_id=viewer.own_id)
    members = _by_group(_in_running(person_id=viewer.own_id) if groups else ())
    return [one for group in groups if (one := _own_group(viewer, group, members)).is_open]


def ask_for_own_groups(viewer: Viewer) -> tuple[Ask, Ask]:
    """Return what `list_own_groups` will ask."""
    return _running.asked(person_id=viewer.own_id), _in_running.asked(person_id=viewer.own_id)


def every_own_group(viewer: Viewer) -> list[OwnGroup]:
    """Return every group that the viewer holds, held, is or was in, by name."""
    return _shown_to(viewer, _own(viewer))


def own_session_for(viewer: Viewer, group_session_id: UUID) -> GroupSession:
    """Return a session to who reads it in the group's log; NotFound to everybody else."""
    session = (
        GroupSession.objects.select_related("group").filter(id=group_session_id, taken_back_at=None).first()
    )
    if session is None:
        raise NotFound
    own = own_group_for(viewer, session.group_id)
    if not _sessions_of(own).filter(id=session.id).exists():
        raise NotFound
    return session


def taken_back_session_for(viewer: Viewer, taken_back_session_id: UUID) -> GroupSession:
    """Return a session to who has logged it and taken it back less than a day ago; NotFound to everybody else."""
    found: GroupSession | None = GroupSession.objects.filter(
        id=taken_back_session_id, logged_by_id=viewer.own_id, taken_back_at__gte=now() - UNDO_TIME
    ).first()
    if found is None or not own_group_for(viewer, found.group_id).is_open:
        raise NotFound
    return found


def taken_back_lately(own: OwnGroup, viewer: Viewer) -> list[GroupSession]:
    """Return what the viewer has taken back of a group less than a day ago, and can put back."""
    if not own.is_open:
        return []
    rows = GroupSession.objects.filter(
        group=own.group, logged_by_id=viewer.own_id, taken_back_at__gte=now() - UNDO_TIME
    )
    return list(rows.order_by("-taken_back_at"))


def list_sessions(own: OwnGroup, viewer: Viewer) -> list[SessionEntry]:
    """Return the log that the reader may read, newest first: who was there, own notes, the group's; three queries."""
    sessions = list(_sessions_of(own).order_by("-held_on", "-logged_at"))
    ids = [one.id for one in sessions]
    present: dict[UUID, list[Person]] = {}
    rows = Attendance.objects.filter(session_id__in=ids).select_related("person")
    for one in rows.order_by("person__folded_family", "person__folded_given"):
        present.setdefault(one.session_id, []).append(one.person)
    notes: dict[UUID, list[GroupNote]] = {}
    for note in readable_notes(viewer, own).filter(session_id__in=ids).order_by("written_at"):
        notes.setdefault(note.session_id, []).append(note)
    me = viewer.own_id
    return [
        SessionEntry(
            one,
            people := present.get(one.id, []),
            notes.get(one.id, []),
            i_was_there=any(person.id == me for person in people),
        )
        for one in sessions
    ]


def readable_notes(viewer: Viewer, own: OwnGroup) -> QuerySet[GroupNote]:
    """Return own notes, and those for the group that were written while the reader was in it."""
    shared = Q(audience=GroupAudience.GROUP) & _within(own, "written_at")
    rows = GroupNote.objects.filter(Q(author_id=viewer.own_id) | shared, session__group=own.group)
    return rows.select_related("author")


def own_group_note_for(viewer: Viewer, group_note_id: UUID) -> GroupNote:
    """Return a note to its writer, while they are in its group; NotFound to everybody else, its other readers too."""
    found: GroupNote | None = (
        GroupNote.objects.select_related("session__group")
        .filter(id=group_note_id, author_id=viewer.own_id, session__taken_back_at=None)
        .first()
    )
    if found is None or not own_group_for(viewer, found.session.group_id).is_open:
        raise NotFound
    return found


def groups_known_to(viewer: Viewer) -> QuerySet[MentorGroup]:
    """Return every group that somebody holds, held, is or was in."""
    return _own(viewer)


def attendance_of(viewer: Viewer) -> QuerySet[Attendance]:
    """Return the sessions at which somebody was."""
    return Attendance.objects.filter(person_id=viewer.own_id, session__taken_back_at=None)


def sessions_read_by(viewer: Viewer) -> QuerySet[GroupSession]:
    """Return the sessions that the logs of somebody's groups show."""
    ids = [one.id for own in every_own_group(viewer) for one in _sessions_of(own)]
    return GroupSession.objects.filter(id__in=ids)


def notes_read_by(viewer: Viewer) -> QuerySet[GroupNote]:
    """Return the notes that the logs of somebody's groups show."""
    ids = [note.id for own in every_own_group(viewer) for note in readable_notes(viewer, own)]
    return GroupNote.objects.filter(id__in=ids, session__in=sessions_read_by(viewer))


def _sessions_of(own: OwnGroup) -> QuerySet[GroupSession]:
    rows = GroupSession.objects.filter(_within(own, "logged_at"), group=own.group, taken_back_at=None)
    return rows.select_related("logged_by")


def _within(own: OwnGroup, moment: str) -> Q:
    """Return the condition that a moment is in the reader's times in a group; of its mentor all are."""
    if own.i_am_mentor:
        return Q()
    found = Q(pk__in=[])
    for since, until in own.times:
        one = Q(**{f"{moment}__gte": since})
        found |= one if until is None else one & Q(**{f"{moment}__lt": until})
    return found


def _own(viewer: Viewer) -> QuerySet[MentorGroup]:
    return _groups_of(viewer.own_id)


def _groups_of(person_id: UUID) -> QuerySet[MentorGroup]:
    mine = GroupMember.objects.filter(person_id=person_id).values("group_id")
    return (
        MentorGroup.objects.filter(Q(mentor_id=person_id) | Q(id__in=mine))
        .select_related("mentor", "cycle__program")
        .order_by("name", "id")
    )


def _running_groups_of(person_id: UUID) -> QuerySet[MentorGroup]:
    return _groups_of(person_id).filter(ended_at=None)


_running = Prepared(_running_groups_of, person_id=UUIDField())
_in_running = Prepared(
    lambda person_id: _members_in(_running_groups_of(person_id).order_by().values("id")),
    person_id=UUIDField(),
)


def _shown_to(viewer: Viewer, groups: Iterable[MentorGroup]) -> list[OwnGroup]:
    groups = list(groups)
    members = members_of(groups)
    return [_own_group(viewer, group, members) for group in groups]


def _own_group(viewer: Viewer, group: MentorGroup, members: dict[UUID, list[GroupMember]]) -> OwnGroup:
    rows = members.get(group.id, [])
    times = tuple((one.joined_at, one.left_at) for one in rows if one.person_id == viewer.own_id)
    now_in = [one for one in rows if one.left_at is None]
    return OwnGroup(group, now_in, group.mentor_id == viewer.own_id, times)


def members_of(groups: Iterable[MentorGroup]) -> dict[UUID, list[GroupMember]]:
    """Return who is or was in each of these groups, by name."""
    ids = [group.id for group in groups]
    return _by_group(_members_in(ids) if ids else ())


def _members_in(groups: Any) -> QuerySet[GroupMember]:
    return GroupMember.objects.filter(group_id__in=groups).select_related("person")


def _by_group(rows: Iterable[GroupMember]) -> dict[UUID, list[GroupMember]]:
    found: dict[UUID, list[GroupMember]] = {}
    for one in sorted(rows, key=lambda one: (one.person.folded_family, one.person.folded_given)):
        found.setdefault(one.group_id, []).append(one)
    return found
