"""Reads of groups by the program office: sizes and sums, never a note."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.errors import NotFound
from rounds.mentorships.groups.selectors.own import members_of
from rounds.mentorships.models import Attendance, GroupMember, GroupSession, MentorGroup
from rounds.programs.selectors import programs_for


@dataclass(frozen=True)
class OfficeGroup:
    """A group for the office: its people, and sums. A session counts once for the mentor, once for each who was there."""

    group: MentorGroup
    members: list[GroupMember]
    sessions: int
    mentor_minutes: int
    mentee_minutes: int

    @property
    def free(self) -> int:
        return max(0, self.group.size - len(self.members))


def office_groups(viewer: Viewer) -> list[OfficeGroup]:
    """Return the groups of the programs whose office the viewer belongs to, those that run first; five queries."""
    groups = list(_office_rows(viewer))
    return _with_sums(groups)


def office_group_for(viewer: Viewer, group_id: UUID) -> OfficeGroup:
    """Return one of these; NotFound to everybody else."""
    found = _with_sums(list(_office_rows(viewer).filter(id=group_id)))
    if not found:
        raise NotFound
    return found[0]


def office_member_for(viewer: Viewer, group_member_id: UUID) -> GroupMember:
    """Return somebody in a group of a program of one's office; NotFound otherwise."""
    groups = _office_rows(viewer).order_by().values("id")
    found = GroupMember.objects.select_related("group", "person").filter(
        id=group_member_id, group_id__in=groups
    )
    member: GroupMember | None = found.first()
    if member is None:
        raise NotFound
    return member


def _office_rows(viewer: Viewer) -> QuerySet[MentorGroup]:
    programs = [program.id for program in programs_for(viewer)]
    return (
        MentorGroup.objects.filter(cycle__program_id__in=programs)
        .select_related("mentor", "cycle__program", "mentor_enrollment__cohort")
        .order_by("ended_at", "name", "id")
    )


def _with_sums(groups: list[MentorGroup]) -> list[OfficeGroup]:
    ids = [group.id for group in groups]
    held = GroupSession.objects.filter(group_id__in=ids, taken_back_at=None).order_by()
    of_mentors = {
        group_id: (count, minutes)
        for group_id, count, minutes in held.values_list("group_id").annotate(Count("id"), Sum("minutes"))
    }
    there = Attendance.objects.filter(session__group_id__in=ids, session__taken_back_at=None).order_by()
    of_mentees = dict(there.values_list("session__group_id").annotate(Sum("session__minutes")))
    members = members_of(groups)
    return [
        OfficeGroup(
            group,
            [one for one in members.get(group.id, []) if one.left_at is None],
            *of_mentors.get(group.id, (0, 0)),
            of_mentees.get(group.id, 0),
        )
        for group in groups
    ]


def minutes_of_groups(enrollment_ids: Any, first: Any, following: Any) -> QuerySet[Any, Any]:
    """Return the minutes of mentors' groups from one day until before another, each session once, by their place."""
    rows = GroupSession.objects.filter(
        group__mentor_enrollment_id__in=among(enrollment_ids),
        taken_back_at=None,
        held_on__gte=first,
        held_on__lt=following,
    )
    return rows.order_by().values_list("group__mentor_enrollment_id").annotate(Sum("minutes"))
