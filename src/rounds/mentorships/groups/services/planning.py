"""Sessions to come: the mentor plans one for the whole group, moves it, calls it off, and takes each of these back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import day_begins, institution_day, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.services.planning import Plan, check_is_near, organizer_at
from rounds.mentorships.groups.services.calendar import tell
from rounds.mentorships.groups.services.groups import lock_running_group
from rounds.mentorships.models import GroupMeeting, GroupSession, MentorGroup

# So many can be planned at a time: a year of weekly sessions is entered month by month.
MOST_PLANNED = 12


@transaction.atomic
def plan_group_meeting(*, group_id: UUID, plan: Plan, by: Viewer) -> GroupMeeting:
    """Plan a session of a group by its mentor; a form sent twice is one row. Raises DomainError for a time that has passed."""
    group = _locked_held(group_id, by)
    entered: GroupMeeting | None = group.meetings.filter(entry_id=plan.entry_id).first()
    if entered is not None:
        return entered
    _check(group, plan.starts_at)
    planned = group.meetings.filter(starts_at__gt=now(), called_off_at=None, session=None).count()
    if planned >= MOST_PLANNED:
        raise OutOfOrder(
            ngettext(
                "%(count)s session is planned already. Plan more once it was held.",
                "%(count)s sessions are planned already. Plan more once some were held.",
                planned,
            )
            % {"count": planned}
        )
    meeting: GroupMeeting = GroupMeeting.objects.create(
        group=group,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        mode=plan.mode,
        planned_by_id=by.own_id,
        entry_id=plan.entry_id,
        organizer=organizer_at(group.cycle),
    )
    return _told(meeting, "group.meeting_planned", by)


@transaction.atomic
def move_group_meeting(*, meeting_id: UUID, starts_at: datetime, by: Viewer) -> GroupMeeting:
    """Move a planned session to another time; the entry in calendars stays the same."""
    meeting = _locked_planned(meeting_id, by)
    if meeting.starts_at == starts_at:
        return meeting
    _check(meeting.group, starts_at)
    meeting.moved_from, meeting.starts_at = meeting.starts_at, starts_at
    return _told(meeting, "group.meeting_moved", by)


@transaction.atomic
def move_group_meeting_back(*, meeting_id: UUID, by: Viewer) -> GroupMeeting:
    """Let a planned session be at the time again from which it was moved last."""
    meeting = _locked_planned(meeting_id, by)
    if meeting.moved_from is None:
        raise OutOfOrder(_("This session was not moved. Open the group to see what is planned."))
    _check(meeting.group, meeting.moved_from)
    meeting.starts_at, meeting.moved_from = meeting.moved_from, None
    return _told(meeting, "group.meeting_moved", by)


@transaction.atomic
def call_off_group_meeting(*, meeting_id: UUID, by: Viewer) -> GroupMeeting:
    """Call a planned session off; no reason is asked."""
    meeting = _locked_planned(meeting_id, by)
    meeting.called_off_at = now()
    return _told(meeting, "group.meeting_called_off", by)


@transaction.atomic
def plan_group_meeting_again(*, meeting_id: UUID, by: Viewer) -> GroupMeeting:
    """Let a session stand again that was called off. Raises DomainError when its time has passed."""
    meeting = _locked(meeting_id, by)
    if meeting.called_off_at is None:
        raise OutOfOrder(_("This session was not called off. Open the group to see what is planned."))
    _check(meeting.group, meeting.starts_at)
    meeting.called_off_at = None
    return _told(meeting, "group.meeting_planned", by)


def settle_meeting_of(session: GroupSession) -> None:
    """Let a logged session be what was planned for its day, in the caller's transaction."""
    begins, ends = day_begins(session.held_on), day_begins(session.held_on + timedelta(days=1))
    planned = GroupMeeting.objects.filter(
        group_id=session.group_id, called_off_at=None, session=None, starts_at__gte=begins, starts_at__lt=ends
    )
    first = planned.order_by("starts_at").first()
    if first is not None:
        GroupMeeting.objects.filter(id=first.id).update(session=session)


def _told(meeting: GroupMeeting, action: str, by: Viewer) -> GroupMeeting:
    meeting.save(update_fields=["starts_at", "moved_from", "called_off_at"])
    audit.record(action, by=by, kind="group", object_id=meeting.group_id)
    tell(meeting, by)
    return meeting


def _check(group: MentorGroup, moment: datetime) -> None:
    """Refuse a time that has passed, is too far off, or at which the group meets already."""
    if moment <= now():
        raise DomainError(
            _("This time has passed. Log the session instead, or choose a time to come."), field="starts_at"
        )
    check_is_near(moment, "starts_at")
    if group.meetings.filter(starts_at=moment, called_off_at=None).exists():
        raise DomainError(_("The group already meets then. Choose another time."), field="starts_at")


def _locked_held(group_id: UUID, by: Viewer) -> MentorGroup:
    group = lock_running_group(group_id)
    if group.mentor_id != by.own_id:
        raise NotFound
    return group


def _locked(meeting_id: UUID, by: Viewer) -> GroupMeeting:
    meeting: GroupMeeting = GroupMeeting.objects.get(id=meeting_id)
    group = _locked_held(meeting.group_id, by)
    meeting.refresh_from_db()
    meeting.group = group
    return meeting


def _locked_planned(meeting_id: UUID, by: Viewer) -> GroupMeeting:
    meeting = _locked(meeting_id, by)
    if meeting.called_off_at is not None or meeting.session_id is not None:
        raise OutOfOrder(_("This session was called off or logged already. Open the group to see its state."))
    if meeting.starts_at <= now():
        day = date_format(institution_day(meeting.starts_at), "j M Y")
        raise OutOfOrder(_("This session was on %(day)s: log it, or leave it as not held.") % {"day": day})
    return meeting
