"""Whom the mail of the day leaves out: by the same pairs and the same readers as the sending."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.mentorships.dues.selectors.telling import watched_pairs
from rounds.people.models import Person
from rounds.people.selectors.leaves import doubtful_among, left_out_among


def people_left_out(program_ids: Collection[UUID] | None = None) -> list[Person]:
    """Return who is in a watched pair and has no address that mail can be sent to, by name; of some programs, or of all."""
    return left_out_among(_in_pairs(program_ids))


def doubtful_in(program_id: UUID) -> QuerySet[Person]:
    """Return who of a program's watched pairs may be left out: where nobody is, `people_left_out` is not asked."""
    return doubtful_among(_in_pairs([program_id]))


def _in_pairs(program_ids: Collection[UUID] | None) -> Q:
    pairs = watched_pairs().select_related(None).order_by()
    if program_ids is not None:
        pairs = pairs.filter(cycle__program_id__in=program_ids)
    return Q(id__in=pairs.values("mentee_id")) | Q(id__in=pairs.values("mentor_id"))
