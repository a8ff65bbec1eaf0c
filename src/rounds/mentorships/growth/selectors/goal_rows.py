"""The rows of goals, by goal and by pair: queries written once. Whoever asks says who may read them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared
from rounds.mentorships.models import Goal, GoalEvidence, GoalMark, GoalReader, GoalWords


def _of(model: Any, goal_ids: Any) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = model.objects.filter(goal_id__in=among(goal_ids))
    return found


words_of = Prepared(lambda goal_ids: _of(GoalWords, goal_ids).order_by("number"), goal_ids=Ids())
marks_of = Prepared(lambda goal_ids: _of(GoalMark, goal_ids).select_related("marked_by"), goal_ids=Ids())
evidence_of = Prepared(
    lambda goal_ids: (
        _of(GoalEvidence, goal_ids)
        .filter(taken_away_at=None)
        .select_related("added_by")
        .order_by("on", "added_at")
    ),
    goal_ids=Ids(),
)
readers_of = Prepared(
    lambda goal_ids: _of(GoalReader, goal_ids).select_related("mentorship__mentor").order_by("shown_at"),
    goal_ids=Ids(),
)


def _shown_in(pair_ids: Any) -> QuerySet[Any, Any]:
    return GoalReader.objects.filter(mentorship_id__in=among(pair_ids)).values("goal_id")


goals_in = Prepared(lambda pair_ids: Goal.objects.filter(id__in=_shown_in(pair_ids)), pair_ids=Ids())
words_in = Prepared(
    lambda pair_ids: GoalWords.objects.filter(goal_id__in=_shown_in(pair_ids)).order_by("number"),
    pair_ids=Ids(),
)
marks_in = Prepared(lambda pair_ids: GoalMark.objects.filter(goal_id__in=_shown_in(pair_ids)), pair_ids=Ids())
shown_to: Prepared[tuple[UUID, UUID]] = Prepared(
    lambda pair_ids: (
        GoalReader.objects.filter(mentorship_id__in=among(pair_ids))
        .order_by("goal__opened_at", "goal_id")
        .values_list("mentorship_id", "goal_id")
    ),
    pair_ids=Ids(),
)
