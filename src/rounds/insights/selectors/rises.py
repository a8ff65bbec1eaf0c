"""Rises in rank are known twice, as career stages and as outcomes: what one of them says and the other doesn't is offered, never written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from rounds.insights.enums import Kind, Source
from rounds.insights.models import OutcomeEvent
from rounds.insights.selectors.outcomes import live_outcomes
from rounds.people.enums import Tier
from rounds.people.models import CareerStage

RUNGS = (Tier.JUNIOR_FACULTY, Tier.MID_CAREER, Tier.EXECUTIVE)
# The day of a letter and the day in the register are seldom the same.
APART = timedelta(days=31)


@dataclass(frozen=True)
class Apart:
    """What stages say and outcomes don't, and the other way round."""

    rises: list[CareerStage]
    promotions: list[OutcomeEvent]


def said_once(person_id: UUID) -> Apart:
    """Return the rises that no outcome tells of, and the promotions at which no stage begins."""
    stages = list(CareerStage.objects.filter(person_id=person_id))
    told = _promotions(person_id)
    counted = [one for one in stages if not one.is_replaced]
    without = [event for event in told if not any(_same(event, one) for one in counted)]
    return Apart(rises_untold(person_id, stages), without)


def rises_untold(person_id: UUID, stages: Iterable[CareerStage]) -> list[CareerStage]:
    """Return the stages with a rise that no outcome tells of; who never rose costs no query."""
    counted = sorted((one for one in stages if not one.is_replaced), key=lambda one: one.from_on)
    rises = [after for before, after in pairwise(counted) if _is_rise(before, after)]
    if not rises:
        return []
    told, answered = _promotions(person_id), _answered(rises)
    return [
        one for one in rises if str(one.id) not in answered and not any(_same(event, one) for event in told)
    ]


def _promotions(person_id: UUID) -> list[OutcomeEvent]:
    return list(live_outcomes().filter(person_id=person_id, kind=Kind.PROMOTION))


def _is_rise(before: CareerStage, after: CareerStage) -> bool:
    """Tell whether somebody of the faculty has another rank, or a higher tier, than before."""
    if before.tier not in RUNGS or after.tier not in RUNGS:
        return False
    if RUNGS.index(Tier(after.tier)) > RUNGS.index(Tier(before.tier)):
        return True
    return bool(before.rank and after.rank) and before.rank.casefold() != after.rank.casefold()


def _same(event: OutcomeEvent, stage: CareerStage) -> bool:
    return event.from_on - APART <= stage.from_on < event.to_on + APART


def _answered(stages: Sequence[CareerStage]) -> set[str]:
    """Return the stages of which an outcome was made already, though it was taken back since."""
    keys = [str(one.id) for one in stages]
    made = OutcomeEvent.objects.filter(source=Source.OFFICE, source_key__in=keys)
    return set(made.values_list("source_key", flat=True))
