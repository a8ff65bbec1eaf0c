"""Goals and what became of them, entered together: brought along from elsewhere, or invented for the demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import ready_inserts
from rounds.framework.models import FrameworkVersion
from rounds.mentorships.enums import GoalState
from rounds.mentorships.growth.values.goals import GoalText
from rounds.mentorships.models import Goal, GoalEvidence, GoalMark, GoalReader, GoalTurn, GoalWords


@dataclass(frozen=True, kw_only=True)
class PastGoal:
    """A goal of a mentee, when it was begun, which of its steps were done when, what speaks for it, who reads it."""

    mentee_id: UUID
    text: GoalText
    opened_at: datetime
    pair_ids: tuple[UUID, ...] = ()
    # By the place of the step.
    done: tuple[tuple[int, date], ...] = ()
    evidence: tuple[tuple[str, date], ...] = ()
    closed_at: datetime | None = None


@transaction.atomic
def record_past_goals(*, goals: Sequence[PastGoal], version: FrameworkVersion | None, by: Viewer) -> int:
    """Enter goals of any mentees at once; return how many. Nobody is told."""
    models = (Goal, GoalTurn, GoalWords, GoalReader, GoalMark, GoalEvidence)
    rows: dict[type, list] = {model: [] for model in models}  # type: ignore[type-arg]
    for one in goals:
        goal = Goal(
            mentee_id=one.mentee_id,
            opened_at=one.opened_at,
            state=GoalState.DONE if one.closed_at else GoalState.OPEN,
            closed_at=one.closed_at,
        )
        goal.seal_value({})
        words = GoalWords(goal=goal, number=1, written_at=one.opened_at, framework_version=version)
        words.seal_value(one.text.to_json())
        rows[Goal].append(goal)
        if goal.closed_at:
            rows[GoalTurn].append(GoalTurn(goal=goal, state=goal.state, at=goal.closed_at))
        rows[GoalWords].append(words)
        rows[GoalReader] += [
            GoalReader(goal=goal, mentorship_id=pair_id, shown_at=one.opened_at) for pair_id in one.pair_ids
        ]
        rows[GoalMark] += [
            GoalMark(goal=goal, step=one.text.steps[place].key, done_on=on, marked_by_id=one.mentee_id)
            for place, on in one.done
        ]
        for what, on in one.evidence:
            line = GoalEvidence(goal=goal, on=on, added_by_id=one.mentee_id)
            line.seal_value({"what": what, "link": ""})
            rows[GoalEvidence].append(line)
    for model, made in rows.items():
        ready_inserts(model, made).write()
    audit.record("goal.recorded_past", by=by, kind="goal", goals=len(goals))
    return len(goals)
