"""Conversations to come: planning one, moving it, saying that it did not take place, and taking each of these back.

What calendars know is one `Meeting` over all of it; each change counts, and whoever sends calendar messages hears of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_day, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.conversations.services.log import locked_running
from rounds.mentorships.enums import ConversationState
from rounds.mentorships.models import Conversation, Meeting, Mentorship
from rounds.mentorships.services.limits import locked_pair
from rounds.programs.models import Cycle

# A meeting that is planned further ahead is a slip of the hand.
FURTHEST = timedelta(days=2 * 365)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When the two want to talk, how long, and how; `entry_id` is made with the form."""

    starts_at: datetime
    minutes: int
    mode: str = ""
    entry_id: UUID


@transaction.atomic
def plan_conversation(*, mentorship_id: UUID, plan: Plan, by: Viewer) -> Conversation:
    """Plan a conversation; a form sent twice is one row. Raises DomainError for a time that has passed."""
    pair = locked_running(mentorship_id)
    entered: Conversation | None = Conversation.objects.filter(
        mentorship=pair, entry_id=plan.entry_id
    ).first()
    if entered is not None:
        return entered
    meeting = Meeting.objects.create(mentorship=pair, organizer=organizer_of(pair))
    return _planned(pair, plan, meeting, by)


@transaction.atomic
def move_conversation(*, conversation_id: UUID, starts_at: datetime, by: Viewer) -> Conversation:
    """Move a planned conversation to another time: the old row says so, a new one of the same meeting is planned."""
    old = _locked_planned(conversation_id)
    if old.starts_at == starts_at:
        return old
    meeting = _meeting_of(old)
    plan = Plan(starts_at=starts_at, minutes=old.minutes or 30, mode=old.mode, entry_id=uuid4())
    _settle(old, ConversationState.MOVED, by)
    return _planned(old.mentorship, plan, meeting, by, is_new=False)


@transaction.atomic
def call_off_conversation(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Say that a planned conversation was not held, or will not be; no reason is asked."""
    conversation = _locked_planned(conversation_id)
    _settle(conversation, ConversationState.NOT_HELD, by)
    _count(_meeting_of(conversation), by)
    return conversation


@transaction.atomic
def take_back_move(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Let a conversation be at the time again from which it was moved last. Raises OutOfOrder when there is none."""
    new = _locked_planned(conversation_id)
    old: Conversation | None = _siblings(new, ConversationState.MOVED).order_by("-logged_at").first()
    if old is None:
        raise OutOfOrder(_("This conversation was not moved. Open the log to see its state."))
    _check_is_to_come(old.starts_at)
    _check_is_free(old.mentorship, old.starts_at)
    _take_out(new, by)
    _settle(old, ConversationState.PLANNED, by)
    _count(_meeting_of(old), by)
    return old


@transaction.atomic
def plan_again(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Plan a conversation at its time again that was called off. Raises DomainError when the time has passed."""
    conversation = _locked(conversation_id)
    if conversation.state != ConversationState.NOT_HELD or conversation.taken_back_at:
        raise OutOfOrder(_("This conversation was not called off. Open the log to see its state."))
    _check_is_to_come(conversation.starts_at)
    _check_is_free(conversation.mentorship, conversation.starts_at)
    _settle(conversation, ConversationState.PLANNED, by)
    _count(_meeting_of(conversation), by)
    return conversation


@transaction.atomic
def take_back_plan(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Take a planned conversation out as if nobody had planned it: it counts as nothing, not as "not held"."""
    conversation = _locked_planned(conversation_id)
    _take_out(conversation, by)
    _count(_meeting_of(conversation), by)
    return conversation


@transaction.atomic
def take_out_after_end(*, conversation_id: UUID, by: Viewer) -> bool:
    """Take a planned conversation of a pair that is over out of both calendars; return whether it still stood there."""
    conversation: Conversation = Conversation.objects.get(id=conversation_id)
    pair = locked_pair(conversation.mentorship_id)
    conversation.refresh_from_db()
    if not pair.is_over or conversation.state != ConversationState.PLANNED:
        return False
    _take_out(conversation, by)
    _count(_meeting_of(conversation), by)
    return True


def _take_out(conversation: Conversation, by: Viewer) -> None:
    """Let a planned conversation count as nothing: neither the two nor the office see it in a list."""
    conversation.taken_back_at = now()
    conversation.save(update_fields=["taken_back_at"])
    _settle(conversation, ConversationState.NOT_HELD, by)


def _planned(
    pair: Mentorship, plan: Plan, meeting: Meeting, by: Viewer, *, is_new: bool = True
) -> Conversation:
    _check_is_to_come(plan.starts_at)
    _check_is_free(pair, plan.starts_at)
    conversation: Conversation = Conversation.objects.create(
        mentorship=pair,
        meeting=meeting,
        state=ConversationState.PLANNED,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        mode=plan.mode,
        entry_id=plan.entry_id,
        logged_by_id=by.own_id,
    )
    audit.record("conversation.planned", by=by, kind="conversation", object_id=conversation.id)
    if is_new:
        _tell(meeting, by)
    else:
        _count(meeting, by)
    return conversation


def _check_is_to_come(moment: datetime | None) -> None:
    if moment is None or moment <= now():
        raise DomainError(
            _("This time has passed. Log the conversation instead, or choose a time to come."),
            field="starts_at",
        )
    check_is_near(moment, "starts_at")


def check_is_near(moment: datetime, field: str) -> None:
    """Raise DomainError for a time that is further off than anybody plans: a slip of the hand."""
    last = now() + FURTHEST
    if moment > last:
        raise DomainError(
            _("This time is too far off. Choose one until %(day)s.")
            % {"day": date_format(institution_day(last), "j M Y")},
            field=field,
        )


def _check_is_free(pair: Mentorship, moment: datetime | None) -> None:
    """Refuse a second conversation of the two at the same moment."""
    if Conversation.objects.filter(
        mentorship=pair, state=ConversationState.PLANNED, starts_at=moment
    ).exists():
        raise OutOfOrder(
            _("You two already meet then. Choose another time, or move that conversation."), field="starts_at"
        )


def organizer_of(pair: Mentorship) -> str:
    """Return the program's address at this moment: a meeting keeps it."""
    return organizer_at(pair.cycle)


def organizer_at(cycle: Cycle) -> str:
    """Return the address of a cycle's program at this moment, else the institution's."""
    own: str = cycle.program.reply_to or cycle.institution.reply_to
    return own or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _meeting_of(conversation: Conversation) -> Meeting:
    """Return what calendars know of a planned conversation; one from before there were meetings gets its own."""
    if conversation.meeting is not None:
        return conversation.meeting
    meeting: Meeting
    meeting, _new = Meeting.objects.get_or_create(
        pk=conversation.pk,
        defaults={
            "mentorship": conversation.mentorship,
            "organizer": organizer_of(conversation.mentorship),
            "created_at": conversation.logged_at,
        },
    )
    conversation.meeting = meeting
    conversation.save(update_fields=["meeting"])
    return meeting


def _siblings(conversation: Conversation, state: str):  # type: ignore[no-untyped-def]
    return Conversation.objects.filter(meeting=_meeting_of(conversation), state=state)


def _count(meeting: Meeting, by: Viewer) -> None:
    meeting.change(now())
    meeting.save(update_fields=["sequence", "changed_at"])
    _tell(meeting, by)


def _tell(meeting: Meeting, by: Viewer) -> None:
    events.emit(
        "meeting.changed", institution_id=by.institution_id, meeting=meeting.id, user=by.user_id or ""
    )


def _locked(conversation_id: UUID) -> Conversation:
    conversation: Conversation = Conversation.objects.get(id=conversation_id)
    locked_running(conversation.mentorship_id)
    conversation.refresh_from_db()
    return conversation


def _locked_planned(conversation_id: UUID) -> Conversation:
    conversation = _locked(conversation_id)
    if conversation.state != ConversationState.PLANNED:
        raise OutOfOrder(_("What became of this conversation is entered already. Open the log to see it."))
    return conversation


def _settle(conversation: Conversation, state: str, by: Viewer) -> None:
    conversation.state = state
    conversation.save(update_fields=["state"])
    audit.record(f"conversation.{state}", by=by, kind="conversation", object_id=conversation.id)
