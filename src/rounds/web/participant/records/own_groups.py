"""What one's record holds of groups."""

from typing import Any

from django.db.models import QuerySet

from rounds.core.access import Viewer
from rounds.mentorships.groups.selectors import every_own_group
from rounds.mentorships.models import Attendance, MentorGroup

# Of a planned session.
PLANNED = ("group", "starts_at", "minutes", "mode", "planned_by", "called_off_at")


def own_groups(viewer: Viewer) -> QuerySet[Any]:
    """Return the groups that somebody holds, held, is or was in."""
    return MentorGroup.objects.filter(id__in=[own.group.id for own in every_own_group(viewer)])


def was_there(viewer: Viewer) -> QuerySet[Any]:
    """Return the sessions at which somebody was."""
    return Attendance.objects.filter(person_id=viewer.own_id, session__taken_back_at=None)
