"""Conversations that took place before, entered together: brought along from elsewhere, or invented for the demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import ready_inserts
from rounds.core.errors import DomainError
from rounds.mentorships.conversations.services.notes import Line
from rounds.mentorships.conversations.services.planning import organizer_of
from rounds.mentorships.enums import ConversationState
from rounds.mentorships.models import Action, Conversation, Meeting, Mentorship, Note


@dataclass(frozen=True, kw_only=True)
class PastNote:
    """What one of the two wrote then."""

    author_id: UUID
    audience: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PastConversation:
    """A conversation that was held, who logged it and when, with what was written about it."""

    mentorship_id: UUID
    held_on: date
    minutes: int
    mode: str
    logged_by_id: UUID
    logged_at: datetime
    notes: tuple[PastNote, ...] = ()
    agreed: tuple[Line, ...] = ()
    # On which day those of the agreed lines were done that are, by their place in the list.
    done: Mapping[int, date] = field(default_factory=dict)


@transaction.atomic
def record_past_conversations(*, conversations: Sequence[PastConversation], by: Viewer) -> int:
    """Enter conversations of any pairs at once; return how many. Nobody is told.

    Raises DomainError for a day that is still to come.
    """
    if any(one.held_on > institution_today() for one in conversations):
        raise DomainError(_("A conversation that took place can't have a day to come."), field="held_on")
    talks, notes, actions = [], [], []
    for one in conversations:
        talk = Conversation(
            mentorship_id=one.mentorship_id,
            state=ConversationState.HELD,
            held_on=one.held_on,
            minutes=one.minutes,
            mode=one.mode,
            logged_by_id=one.logged_by_id,
            logged_at=one.logged_at,
        )
        talks.append(talk)
        notes += [_note(talk, written, one) for written in one.notes]
        actions += [_action(talk, line, one, number) for number, line in enumerate(one.agreed)]
    for model, rows in ((Conversation, talks), (Note, notes), (Action, actions)):
        ready_inserts(model, rows).write()
    audit.record("conversation.recorded_past", by=by, kind="conversation", conversations=len(talks))
    return len(talks)


@dataclass(frozen=True, kw_only=True)
class PlannedMeeting:
    """A meeting to come of any pair, and who planned it."""

    mentorship_id: UUID
    starts_at: datetime
    minutes: int
    mode: str
    planned_by_id: UUID


@transaction.atomic
def record_planned_meetings(*, meetings: Sequence[PlannedMeeting], by: Viewer) -> int:
    """Enter meetings to come of any pairs at once; return how many. Nobody is told. Raises DomainError for a past time."""
    if any(one.starts_at <= now() for one in meetings):
        raise DomainError(_("A meeting to come can't lie in the past."), field="starts_at")
    entries, talks = [], []
    pairs = Mentorship.objects.filter(id__in=[one.mentorship_id for one in meetings])
    found = {pair.id: pair for pair in pairs.select_related("cycle__program", "institution")}
    for one in meetings:
        pair = found[one.mentorship_id]
        entry = Meeting(mentorship=pair, organizer=organizer_of(pair))
        entries.append(entry)
        talks.append(
            Conversation(
                mentorship_id=one.mentorship_id,
                meeting=entry,
                state=ConversationState.PLANNED,
                starts_at=one.starts_at,
                minutes=one.minutes,
                mode=one.mode,
                logged_by_id=one.planned_by_id,
            )
        )
    for model, rows in ((Meeting, entries), (Conversation, talks)):
        ready_inserts(model, rows).write()
    audit.record("conversation.planned", by=by, kind="conversation", conversations=len(talks))
    return len(talks)


def _note(talk: Conversation, written: PastNote, one: PastConversation) -> Note:
    note = Note(
        mentorship_id=one.mentorship_id,
        conversation=talk,
        author_id=written.author_id,
        audience=written.audience,
        written_at=one.logged_at,
        changed_at=one.logged_at,
    )
    note.seal_value({"text": written.text})
    return note


def _action(talk: Conversation, line: Line, one: PastConversation, number: int) -> Action:
    action = Action(
        mentorship_id=one.mentorship_id,
        conversation=talk,
        owner_id=line.owner_id,
        due_on=line.due_on,
        done_on=one.done.get(number),
        agreed_at=one.logged_at,
    )
    action.seal_value({"text": line.text})
    return action
