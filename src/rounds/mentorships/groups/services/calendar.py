"""Saying that calendars are to hear of a group's planned sessions; whoever sends calendar messages looks what holds."""

from uuid import UUID

from rounds.core import events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.mentorships.models import GroupMeeting, MentorGroup


def tell(meeting: GroupMeeting, by: Viewer, *, person_id: UUID | None = None) -> None:
    """Count a change of a planned session, and let its people's calendars hear of it; with a person, theirs alone."""
    meeting.change(now())
    meeting.save(update_fields=["sequence", "changed_at"])
    events.emit(
        "group_meeting.changed",
        institution_id=by.institution_id,
        meeting=meeting.id,
        person=person_id or "",
        user=by.user_id or "",
    )


def tell_of_all(group: MentorGroup, by: Viewer, *, person_id: UUID | None = None) -> None:
    """Let calendars hear of everything that is to come in a group whose people have changed."""
    to_come = GroupMeeting.objects.filter(group=group, starts_at__gt=now(), called_off_at=None, session=None)
    for meeting in to_come.order_by("starts_at"):
        tell(meeting, by, person_id=person_id)
