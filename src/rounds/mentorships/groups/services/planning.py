"""Sessions to come: planned by the mentor for the whole group, moved, called off, each of these taken back.

Whom the mentor has named as an assistant moves sessions and calls them off too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import day_begins, institution_day, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.services.planning import Plan, check_is_near, organizer_at
from rounds.mentorships.conversations.values.series import MOST_MEETINGS, Repeats, occurrences
from rounds.mentorships.groups.services.calendar import tell
from rounds.mentorships.groups.services.groups import lock_running_group
from rounds.mentorships.models import Delegation, GroupMeeting, GroupSession, MentorGroup


@dataclass(frozen=True, kw_only=True)
class Series:
    """How often a session comes again, until which day, at the same time by the clocks of which zone."""

    repeats: Repeats = Repeats.ONCE
    until: date | None = None
    zone: str = "UTC"


@transaction.atomic
def plan_group_meeting(
    *, group_id: UUID, plan: Plan, series: Series | None = None, by: Viewer
) -> list[GroupMeeting]:
    """Plan a session of a group by its mentor, and those that repeat it; a form sent twice plans once.

    Raises DomainError for a time that has passed or a series that is none, OutOfOrder when too many are planned.
    """
    group = lock_running_group(group_id)
    if group.mentor_id != by.own_id:
        raise NotFound
    entered = group.meetings.filter(entry_id=plan.entry_id).first()
    if entered is not None:
        return _of_series(entered)
    moments = _moments_of(group, plan.starts_at, series or Series())
    _check_number(group, len(moments))
    plans = [replace(plan, starts_at=moments[0])]
    plans += [
        replace(plan, starts_at=one, entry_id=uuid5(plan.entry_id, str(number)))
        for number, one in enumerate(moments[1:], start=1)
    ]
    together = plan.entry_id if len(plans) > 1 else None
    return [_planned(group, one, together, by) for one in plans]


def _moments_of(group: MentorGroup, first: datetime, series: Series) -> list[datetime]:
    """Return when the group is to meet, the first time as it was chosen; refuse a series that is none."""
    _check(group, first)
    if not series.repeats:
        return [first]
    if series.until is None:
        raise DomainError(_("Say until which day it repeats."), field="until")
    if series.until > group.cycle.ends_on:
        raise DomainError(
            _("The program's year ends on %(day)s. Let it repeat until then at most.")
            % {"day": date_format(group.cycle.ends_on, "j M Y")},
            field="until",
        )
    found = [one.moment for one in occurrences(first, series.zone, series.repeats, series.until)]
    if len(found) < 2:
        raise DomainError(
            _("Until that day it would not come again. Choose a later day, or let it be once."), field="until"
        )
    if len(found) > MOST_MEETINGS:
        raise DomainError(
            _("More than %(most)s sessions at once are too many. Choose an earlier day.")
            % {"most": MOST_MEETINGS},
            field="until",
        )
    for one in found[1:]:
        _check(group, one)
    return found


def _check_number(group: MentorGroup, wanted: int) -> None:
    """Refuse more sessions to come than a group has at a time."""
    planned = group.meetings.filter(starts_at__gt=now(), called_off_at=None, session=None).count()
    if planned + wanted > MOST_MEETINGS:
        raise OutOfOrder(
            ngettext(
                "%(count)s session is planned already, and %(most)s fit. Plan fewer, or more once it was held.",
                "%(count)s sessions are planned already, and %(most)s fit. Plan fewer, or more once some were held.",
                planned,
            )
            % {"count": planned, "most": MOST_MEETINGS}
        )


def _planned(group: MentorGroup, plan: Plan, together: UUID | None, by: Viewer) -> GroupMeeting:
    meeting: GroupMeeting = GroupMeeting.objects.create(
        series=together,
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
    return _called_off([_locked_planned(meeting_id, by)], by)[0]


@transaction.atomic
def call_off_rest(*, meeting_id: UUID, by: Viewer) -> list[GroupMeeting]:
    """Call a planned session off, and those after it that were planned together with it."""
    first = _locked_planned(meeting_id, by)
    return _called_off([first, *rest_of_series(first)], by)


def _called_off(meetings: Sequence[GroupMeeting], by: Viewer) -> list[GroupMeeting]:
    # the same moment for all: by it they come back together
    moment = now()
    for one in meetings:
        one.called_off_at = moment
    return [_told(one, "group.meeting_called_off", by) for one in meetings]


@transaction.atomic
def plan_group_meeting_again(*, meeting_id: UUID, by: Viewer) -> list[GroupMeeting]:
    """Let a session stand again that was called off, and what was called off by the same press.

    Raises DomainError when its time has passed.
    """
    meeting = _locked(meeting_id, by)
    if meeting.called_off_at is None:
        raise OutOfOrder(_("This session was not called off. Open the group to see what is planned."))
    together = [one for one in _of_series(meeting) if one.called_off_at == meeting.called_off_at]
    for one in together:
        _check(meeting.group, one.starts_at)
        one.called_off_at = None
    return [_told(one, "group.meeting_planned", by) for one in together]


def rest_of_series(meeting: GroupMeeting) -> list[GroupMeeting]:
    """Return what is planned after a session of a series, together with it."""
    return [
        one
        for one in _of_series(meeting)
        if one.starts_at > max(meeting.starts_at, now()) and one.is_planned and one.id != meeting.id
    ]


def _of_series(meeting: GroupMeeting) -> list[GroupMeeting]:
    """Return a session and what was planned together with it, by time."""
    if meeting.series is None:
        return [meeting]
    rows = GroupMeeting.objects.filter(group_id=meeting.group_id, series=meeting.series)
    return list(rows.select_related("group").order_by("starts_at"))


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
        day = date_format(institution_day(moment), "j M Y")
        raise DomainError(
            _("The group already meets then, on %(day)s. Choose another time.") % {"day": day},
            field="starts_at",
        )


def _is_kept_by(group: MentorGroup, by: Viewer) -> bool:
    """Tell whether somebody keeps the times of a group: its mentor, or whom the mentor has named as an assistant."""
    named = Delegation.objects.filter(person_id=group.mentor_id, assistant_id=by.own_id, ended_at=None)
    return group.mentor_id == by.own_id or named.exists()


def _locked(meeting_id: UUID, by: Viewer) -> GroupMeeting:
    meeting: GroupMeeting = GroupMeeting.objects.get(id=meeting_id)
    group = lock_running_group(meeting.group_id)
    if not _is_kept_by(group, by):
        raise NotFound
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
