"""Reads of conversations of which the other one of a pair says that they were not so."""

from collections.abc import Iterable
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.mentorships.enums import ConversationState
from rounds.mentorships.models import Conversation, Mentorship

_disputed = Prepared(
    lambda pair_ids: Conversation.objects.filter(
        mentorship_id__in=among(pair_ids),
        state=ConversationState.HELD,
        disputed_at__isnull=False,
        taken_back_at=None,
    ).order_by("disputed_at"),
    pair_ids=Ids(),
)


def disputed_words_of(viewer: Viewer, pairs: Iterable[Mentorship]) -> dict[UUID, list[Conversation]]:
    """Return what the other one of a pair disputes of what is on record by the viewer's word, by pair; one query."""
    found: dict[UUID, list[Conversation]] = {}
    for one in _disputed(pair_ids=[pair.id for pair in pairs]):
        if one.said_by_id == viewer.own_id and one.disputed_by_id != viewer.own_id:
            found.setdefault(one.mentorship_id, []).append(one)
    return found


def ask_for_disputed(pairs: Iterable[Mentorship]) -> Ask:
    """Return what `disputed_words_of` will ask."""
    return _disputed.asked(pair_ids=[pair.id for pair in pairs])
