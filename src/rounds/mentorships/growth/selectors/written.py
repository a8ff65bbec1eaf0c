"""How much of each kind somebody has given in own pairs: numbers alone, for the page of what others see."""

from collections.abc import Collection
from enum import StrEnum
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Value

from rounds.core.access import Viewer
from rounds.mentorships.models import (
    Ask,
    Debrief,
    Goal,
    GoalReader,
    IndicatorRatings,
    MilestoneFeedback,
    MilestoneReport,
    OpenFeedback,
    ProgressShare,
    Release,
    SponsorshipAct,
)


class Given(StrEnum):
    """What somebody wrote or shows in a pair."""

    GOALS = "goals"
    PROGRESS = "progress"
    RATINGS = "ratings"
    ASKS = "asks"
    FEEDBACK = "feedback"
    DOORS = "doors"
    DEBRIEFS = "debriefs"
    REPORTS = "reports"
    ANSWERS = "answers"


def given_in_pairs(viewer: Viewer, pair_ids: Collection[UUID]) -> dict[UUID, dict[Given, int]]:
    """Return how much of each kind there is of the viewer's in own pairs, by pair; one query."""
    ids, me = list(pair_ids), viewer.own_id
    found: dict[UUID, dict[Given, int]] = {pair_id: {} for pair_id in ids}
    if not ids:
        return found
    rows: dict[Given, QuerySet[Any]] = {
        Given.GOALS: GoalReader.objects.filter(goal__mentee_id=me),
        Given.PROGRESS: ProgressShare.objects.filter(mentorship__mentee_id=me),
        Given.RATINGS: IndicatorRatings.objects.filter(rated_by_id=me),
        Given.ASKS: Ask.objects.filter(asked_by_id=me),
        Given.FEEDBACK: OpenFeedback.objects.filter(mentorship__mentee_id=me).exclude(given_at=None),
        Given.DOORS: SponsorshipAct.objects.filter(entered_by_id=me, withdrawn_at=None),
        Given.DEBRIEFS: Debrief.objects.filter(is_let_go=False),
        Given.REPORTS: MilestoneReport.objects.filter(mentorship__mentee_id=me),
    }
    counted = [_counted(given, found, "mentorship_id", ids) for given, found in rows.items()]
    answers = MilestoneFeedback.objects.filter(by_id=me)
    counted.append(_counted(Given.ANSWERS, answers, "report__mentorship_id", ids))
    together: QuerySet[Any] = reduce(lambda one, other: one.union(other, all=True), counted)
    for pair_id, given, count in together:
        found[pair_id][Given(given)] = count
    return found


def _counted(given: Given, rows: QuerySet[Any], pair: str, ids: Collection[UUID]) -> QuerySet[Any]:
    among_ids = rows.filter(**{f"{pair}__in": ids}).order_by()
    return (
        among_ids.annotate(pair_id=F(pair), given=Value(given.value))
        .values("pair_id", "given")
        .annotate(count=Count("id"))
        .values_list("pair_id", "given", "count")
    )


def given_alone(viewer: Viewer) -> tuple[int, int, int]:
    """Return how many goals, own ratings and releases somebody has, whatever the pair; three queries."""
    me = viewer.own_id
    return (
        Goal.objects.filter(mentee_id=me).count(),
        IndicatorRatings.objects.filter(mentee_id=me, rated_by_id=me).count(),
        Release.objects.filter(person_id=me).count(),
    )
