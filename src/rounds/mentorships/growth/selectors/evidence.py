"""One line of evidence to whoever added it: while it stands, and for a day after they took it away."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.mentorships.growth.selectors.goals import ReadGoal, goal_for
from rounds.mentorships.models import GoalEvidence
from rounds.mentorships.models.groups import UNDO_TIME


def own_evidence_for(viewer: Viewer, evidence_id: UUID) -> GoalEvidence:
    """Return a line of evidence to whoever added it, while they read its goal; NotFound otherwise."""
    return _addable_line(viewer, GoalEvidence.objects.filter(id=evidence_id, taken_away_at=None))


def taken_evidence_for(viewer: Viewer, taken_evidence_id: UUID) -> GoalEvidence:
    """Return a line to whoever has taken it away less than a day ago, or put it back since; NotFound otherwise."""
    lately = Q(taken_away_at=None) | Q(taken_away_at__gte=now() - UNDO_TIME)
    return _addable_line(viewer, GoalEvidence.objects.filter(lately, id=taken_evidence_id))


def evidence_taken_lately(viewer: Viewer, goal: ReadGoal) -> list[GoalEvidence]:
    """Return the lines of a goal that the viewer has taken away less than a day ago, and can put back."""
    if not goal.can_add:
        return []
    rows = GoalEvidence.objects.filter(goal=goal.goal, added_by_id=viewer.own_id)
    return list(rows.filter(taken_away_at__gte=now() - UNDO_TIME).order_by("-taken_away_at"))


def _addable_line(viewer: Viewer, rows: QuerySet[GoalEvidence]) -> GoalEvidence:
    found: GoalEvidence | None = rows.filter(added_by_id=viewer.own_id).first()
    if found is None or not goal_for(viewer, found.goal_id).can_add:
        raise NotFound
    return found
