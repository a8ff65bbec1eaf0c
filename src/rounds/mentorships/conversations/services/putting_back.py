"""The way back of who has taken a conversation out of the log by mistake: for a day it can count again."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.mentorships.conversations.services.log import SameDay, locked_running
from rounds.mentorships.enums import ConversationState
from rounds.mentorships.models import Conversation
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.groups import UNDO_TIME


@transaction.atomic
def put_conversation_back(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Let a conversation count again that one has taken out of the log. Pressed twice, it counts once.

    Raises SameDay when somebody has logged one for its day meanwhile.
    """
    conversation: Conversation = Conversation.objects.get(id=conversation_id)
    locked_running(conversation.mentorship_id)
    conversation.refresh_from_db()
    if conversation.logged_by_id != by.own_id or conversation.state != ConversationState.HELD:
        raise NotFound
    if conversation.taken_back_at is None:
        return conversation
    others = COUNTS & Q(mentorship=conversation.mentorship, held_on=conversation.held_on)
    again = Conversation.objects.filter(others).select_related("logged_by").order_by("logged_at").first()
    if again is not None:
        raise SameDay(again)
    conversation.taken_back_at = None
    conversation.save(update_fields=["taken_back_at"])
    audit.record("conversation.put_back", by=by, kind="conversation", object_id=conversation.id)
    return conversation


def can_take_back(conversation: Conversation, person_id: UUID) -> bool:
    """Tell whether somebody can still take out of the log what they have logged: a slip of the hand, for a day."""
    is_fresh = now() - conversation.logged_at <= UNDO_TIME
    return conversation.counts and is_fresh and conversation.logged_by_id == person_id
