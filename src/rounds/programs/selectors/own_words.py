"""What somebody has said for a program, as far as it exists: never what."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from rounds.programs.models import Exclusion, Intake, IntroductionCard, Wish


@dataclass(frozen=True)
class OwnWords:
    """Whether answers and a card exist, how many wishes and exclusions."""

    has_answers: bool
    has_card: bool
    wishes: int
    exclusions: int


def own_words_of(enrollment_ids: Collection[UUID]) -> dict[UUID, OwnWords]:
    """Return for each enrollment what exists; four queries for any number."""
    ids = list(enrollment_ids)
    answered = set(
        Intake.objects.filter(enrollment_id__in=ids)
        .exclude(submitted_at=None)
        .values_list("enrollment_id", flat=True)
    )
    cards = set(
        IntroductionCard.objects.filter(enrollment_id__in=ids).values_list("enrollment_id", flat=True)
    )
    wishes, exclusions = (
        dict(model.objects.filter(enrollment_id__in=ids).values_list("enrollment_id").annotate(Count("id")))
        for model in (Wish, Exclusion)
    )
    return {
        one: OwnWords(one in answered, one in cards, wishes.get(one, 0), exclusions.get(one, 0))
        for one in ids
    }
