"""Conversations to come: planning one, moving it, saying that it did not take place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.conversations.services.log import locked_running
from rounds.mentorships.enums import ConversationState
from rounds.mentorships.models import Conversation


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
    if plan.starts_at <= now():
        raise DomainError(
            _("This time has passed. Log the conversation instead, or choose a time to come."),
            field="starts_at",
        )
    conversation: Conversation = Conversation.objects.create(
        mentorship=pair,
        state=ConversationState.PLANNED,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        mode=plan.mode,
        entry_id=plan.entry_id,
        logged_by_id=by.own_id,
    )
    audit.record("conversation.planned", by=by, kind="conversation", object_id=conversation.id)
    return conversation


@transaction.atomic
def move_conversation(*, conversation_id: UUID, starts_at: datetime, by: Viewer) -> Conversation:
    """Move a planned conversation to another time: the old row says so, a new one is planned."""
    old = _locked_planned(conversation_id)
    plan = Plan(starts_at=starts_at, minutes=old.minutes or 30, mode=old.mode, entry_id=uuid4())
    new = plan_conversation(mentorship_id=old.mentorship_id, plan=plan, by=by)
    _settle(old, ConversationState.MOVED, by)
    return new


@transaction.atomic
def call_off_conversation(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Say that a planned conversation was not held, or will not be; no reason is asked."""
    return _settle(_locked_planned(conversation_id), ConversationState.NOT_HELD, by)


def _locked_planned(conversation_id: UUID) -> Conversation:
    conversation: Conversation = Conversation.objects.get(id=conversation_id)
    locked_running(conversation.mentorship_id)
    conversation.refresh_from_db()
    if conversation.state != ConversationState.PLANNED:
        raise OutOfOrder(_("What became of this conversation is entered already. Open the log to see it."))
    return conversation


def _settle(conversation: Conversation, state: str, by: Viewer) -> Conversation:
    conversation.state = state
    conversation.save(update_fields=["state"])
    audit.record(f"conversation.{state}", by=by, kind="conversation", object_id=conversation.id)
    return conversation
