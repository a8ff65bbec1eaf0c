"""Who is left out of outcomes, what that takes away, and how many have left since a cut."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rounds.insights.models import FollowUp, LeftOut, OutcomeEvent, Sighting


@dataclass(frozen=True)
class Holding:
    """What is recorded of somebody's working life, in numbers."""

    outcomes: int
    sightings: int
    yearly_pages: int


def holding_of(person_id: UUID) -> Holding:
    """Return how much leaving out would take away."""
    outcomes = OutcomeEvent.objects.filter(person_id=person_id, correction=None, withdrawn=False)
    return Holding(
        outcomes.count(),
        Sighting.objects.filter(person_id=person_id).count(),
        FollowUp.objects.filter(person_id=person_id).count(),
    )


def wish_of(person_id: UUID) -> LeftOut | None:
    """Return somebody's wish to be left out, waiting or done."""
    found: LeftOut | None = LeftOut.objects.filter(person_id=person_id).first()
    return found


def left_out() -> QuerySet[LeftOut, LeftOut]:
    """Return the wishes that are done: nothing is recorded of these people."""
    return LeftOut.objects.filter(done_at__isnull=False, person__isnull=False)


def is_left_out(person_id: UUID) -> bool:
    """Tell whether nothing may be recorded of somebody."""
    return left_out().filter(person_id=person_id).exists()


def left_since(moment: datetime) -> int:
    """Return how many with outcomes have been taken out since a moment: a cut of then can't be recomputed to the digit."""
    return LeftOut.objects.filter(done_at__gt=moment, outcomes__gt=0).count()
