"""Conversations of many pairs at once, as a list of who was at a kick-off or a conference says; each can be disputed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.errors import DomainError
from rounds.mentorships.conversations.services.log import Held, check_day, log_conversation, remove_entry
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS


@dataclass(frozen=True)
class Sorted:
    """Pairs of which both were there: to be entered, logged for the day already, or not together yet on it."""

    to_enter: tuple[Mentorship, ...]
    logged: tuple[Mentorship, ...]
    too_early: tuple[Mentorship, ...]


def sort_pairs(pairs: Sequence[Mentorship], day: date) -> Sorted:
    """Say of which pairs a conversation of a day can be entered. Raises DomainError for a day to come."""
    known = set(
        Conversation.objects.filter(
            COUNTS, mentorship_id__in=[pair.id for pair in pairs], held_on=day
        ).values_list("mentorship_id", flat=True)
    )
    early = {pair.id for pair in pairs if pair.opened_on and day < pair.opened_on}
    for pair in pairs:
        if pair.id not in early:
            check_day(pair, day)
    return Sorted(
        tuple(pair for pair in pairs if pair.id not in known | early),
        tuple(pair for pair in pairs if pair.id in known),
        tuple(pair for pair in pairs if pair.id in early - known),
    )


@transaction.atomic
def log_for_pairs(
    *, pairs: Sequence[Mentorship], entry_id: UUID, held_on: date, minutes: int, by: Viewer
) -> list[Conversation]:
    """Enter a conversation for each pair, as the office does for one: both are told. A form sent twice is one each."""
    return [
        log_conversation(
            mentorship_id=pair.id,
            held=Held(entry_id=uuid5(entry_id, str(pair.id)), held_on=held_on, minutes=minutes),
            by=by,
            for_pair=True,
        )
        for pair in pairs
    ]


@transaction.atomic
def remove_list(*, pairs: Sequence[Mentorship], entry_id: UUID, by: Viewer) -> int:
    """Remove what one list has entered, where it still stands; return how many conversations."""
    ids = [uuid5(entry_id, str(pair.id)) for pair in pairs]
    rows = Conversation.objects.filter(
        mentorship_id__in=[pair.id for pair in pairs], entry_id__in=ids, by_office=True, taken_back_at=None
    )
    removed = 0
    for conversation_id in list(rows.values_list("id", flat=True)):
        try:
            remove_entry(conversation_id=conversation_id, by=by)
        except DomainError:  # its pair has ended meanwhile
            continue
        removed += 1
    return removed
