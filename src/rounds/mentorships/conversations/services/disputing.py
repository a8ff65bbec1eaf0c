"""Saying that a conversation was not so: it stops counting until one of the two corrects it or takes that back."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.mentorships.conversations.services.log import locked_conversation
from rounds.mentorships.conversations.services.notes import Writing, add_to_conversation
from rounds.mentorships.enums import Audience, NewsKind
from rounds.mentorships.models import Conversation
from rounds.mentorships.news.services import add_news, take_news_back

# How long the other one can say that it was not so.
DISPUTE_DAYS = 14


@transaction.atomic
def dispute_conversation(
    *, conversation_id: UUID, by: Viewer, text: str = "", entry_id: UUID | None = None
) -> Conversation:
    """Say that a conversation was not so, with words for the other one; the office sees "disputed" alone.

    It no longer counts. The words are a note of both. A form sent twice says it once.
    """
    conversation = locked_conversation(conversation_id)
    if conversation.disputed_by_id != by.own_id or conversation.taken_back_at is not None:
        if not can_dispute(conversation, by.own_id):
            raise OutOfOrder(
                _(
                    "This can be disputed for 14 days after it was logged or corrected, by the one whose word it is not."
                )
            )
        _dispute(conversation, by)
    words = Writing(text, Audience.PAIR, entry_id=entry_id)
    add_to_conversation(conversation=conversation, writing=words, by=by)
    return conversation


def _dispute(conversation: Conversation, by: Viewer) -> None:
    conversation.disputed_by_id, conversation.disputed_at = by.own_id, now()
    conversation.save(update_fields=["disputed_by", "disputed_at"])
    pair = conversation.mentorship
    if conversation.said_by_id in (pair.mentee_id, pair.mentor_id):
        said_by = conversation.said_by_id
        add_news(pair=pair, person_id=said_by, kind=NewsKind.DISPUTED, thing_id=conversation.id)
    audit.record("conversation.disputed", by=by, kind="conversation", object_id=conversation.id)


@transaction.atomic
def take_back_dispute(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Let a disputed conversation count again, for the one who disputed it."""
    conversation = locked_conversation(conversation_id)
    if conversation.disputed_by_id != by.own_id or conversation.taken_back_at:
        raise OutOfOrder(_("This conversation was not disputed by you. Open the log to see its state."))
    lift_dispute(conversation)
    conversation.save(update_fields=["disputed_by", "disputed_at"])
    audit.record("conversation.dispute_taken_back", by=by, kind="conversation", object_id=conversation.id)
    return conversation


def lift_dispute(conversation: Conversation) -> None:
    """Let nobody dispute a conversation any more; its caller saves it."""
    conversation.disputed_by, conversation.disputed_at = None, None
    take_news_back(kind=NewsKind.DISPUTED, thing_id=conversation.id)


def can_dispute(conversation: Conversation, person_id: UUID) -> bool:
    """Tell whether somebody of the pair can still say that it was not so."""
    said_at = conversation.corrected_at or conversation.logged_at
    is_fresh = now() - said_at <= timedelta(days=DISPUTE_DAYS)
    return conversation.counts and is_fresh and conversation.said_by_id != person_id
