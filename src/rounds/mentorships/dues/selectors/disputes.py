"""Reads of pairs in which one says that what the other has logged was not so."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef

from rounds.core.access import Viewer
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Conversation
from rounds.people.selectors.two_hats import is_judged_by


def disputed_between(viewer: Viewer, program_ids: Collection[UUID]) -> list[UUID]:
    """Return the open pairs of programs with such a conversation, the latest first: that it is so, no word of it."""
    said = Conversation.objects.filter(
        by_office=False,
        disputed_at__isnull=False,
        taken_back_at=None,
        mentorship__state__in=OPEN,
        mentorship__cycle__program_id__in=program_ids,
    )
    said = said.exclude(is_judged_by(viewer, OuterRef("mentorship__mentee_id")))
    return list(said.order_by("-disputed_at").values_list("mentorship_id", flat=True))
