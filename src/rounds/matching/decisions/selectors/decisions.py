"""Decisions that count, and those that a run does not follow yet."""

from collections.abc import Iterable
from uuid import UUID

from rounds.matching.enums import KEEPS
from rounds.matching.models import MatchRun, PairDecision
from rounds.matching.runs.selectors import result_of


def standing_decisions(cohort_id: UUID) -> list[PairDecision]:
    """Return the decisions of a cohort that count, newest first."""
    return list(
        PairDecision.objects.filter(cohort_id=cohort_id, undone_at=None).select_related(
            "mentee__person", "mentor__person"
        )
    )


def open_changes(run: MatchRun, decisions: Iterable[PairDecision]) -> list[PairDecision]:
    """Return the decisions that a run's pairs do not follow yet: a new run does."""
    pairs = {(pair.mentee, pair.mentor) for pair in result_of(run).solution.pairs}
    return [
        one
        for one in decisions
        if (one.kind in KEEPS) != ((str(one.mentee.person_id), str(one.mentor.person_id)) in pairs)
    ]
