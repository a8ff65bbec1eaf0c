"""What a mentor has at a time already: sessions of groups and conversations that lie across a session to be set."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from rounds.mentorships.enums import ConversationState
from rounds.mentorships.groups.selectors.planned import group_meetings_of
from rounds.mentorships.models import Conversation
from rounds.mentorships.models.conversations import MOST_MINUTES

LONGEST = timedelta(minutes=MOST_MINUTES)
Span = tuple[datetime, datetime]


def spans_across(
    mentor_id: UUID, moments: Collection[datetime], minutes: int, *, but: UUID | None = None
) -> list[Span]:
    """Return when a mentor is with a group or in a conversation already while sessions would take place, by time.

    `but` is the session that is moved: it does not stand in its own way.
    """
    wanted = [(one, one + timedelta(minutes=minutes)) for one in moments]
    first, last = min(moments) - LONGEST, max(moments) + timedelta(minutes=minutes)
    found = [
        (one.starts_at, one.ends_at)
        for one in group_meetings_of(mentor_id, since=first, until=last)
        if one.id != but
    ]
    theirs = Q(mentorship__mentor_id=mentor_id) | Q(mentorship__mentee_id=mentor_id)
    talks = Conversation.objects.filter(
        theirs, state=ConversationState.PLANNED, taken_back_at=None, starts_at__range=(first, last)
    ).order_by("starts_at")
    found += [(one.starts_at, one.starts_at + timedelta(minutes=one.minutes or 30)) for one in talks]
    return sorted({one for one in found if any(one[0] < ends and begins < one[1] for begins, ends in wanted)})
