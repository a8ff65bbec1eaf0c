"""Reads of runs, decisions and answers; loading one is the permission check."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.matching.enums import SOLVED, Answer
from rounds.matching.input.values.snapshot import RUNNING, Snapshot
from rounds.matching.models import MatchRun, Offer, RunInput, RunResult
from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.results import Result
from rounds.matching.runs.values.solving import explained
from rounds.mentorships.enums import OPEN
from rounds.pairing import Explainer
from rounds.programs.models import Cohort

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def run_for(viewer: Viewer, run_id: UUID) -> MatchRun:
    """Return a run, with its cohort and program, to the office of its program."""
    found = _run(run_id=run_id)
    if not found or not viewer.has(*OFFICE, scope_id=found[0].cohort.cycle.program_id):
        raise NotFound
    return found[0]


def next_number(cohort: Cohort) -> int:
    """Return the number that the next run of a cohort gets."""
    newest: int | None = MatchRun.objects.filter(cohort=cohort).aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


_run = Prepared(
    lambda run_id: MatchRun.objects.filter(id=run_id).select_related("cohort__cycle__program", "weights"),
    run_id=UUIDField(),
)


def solved_run_for(viewer: Viewer, run_id: UUID) -> MatchRun:
    """Return a run that has its pairs."""
    run = run_for(viewer, run_id)
    if run.state not in SOLVED:
        raise NotFound
    return run


def newest_run(cohort_id: UUID) -> MatchRun | None:
    """Return the newest run of a cohort that has its pairs."""
    return next(iter(_newest_run(cohort_id=cohort_id)), None)


def count_running(run: MatchRun) -> int:
    """Return how many of a run's pairs ran when it was started: it keeps them, and nothing of them waits."""
    known = run.figures.get("running")
    if known is None:  # an older run noted only how many it keeps for any reason
        known = (
            sum(why == RUNNING for why in snapshot_of(run).kept.values()) if run.figures.get("kept") else 0
        )
    return min(int(known), int(run.figures.get("pairs", 0)))


_newest_run = Prepared(
    lambda cohort_id: MatchRun.objects.filter(cohort_id=cohort_id, state__in=SOLVED).order_by("-number")[:1],
    cohort_id=UUIDField(),
)


def newest_runs(cohort_ids: Iterable[UUID], *, asked_before: datetime) -> dict[UUID, MatchRun]:
    """Return the newest run of each cohort as `newest_run` does, in one query.

    Each says how many mentees of its declined offers have nobody since (`declined`), and how many mentors who were
    asked before a moment have not answered (`unanswered`).
    """
    runs = _newest_runs(cohort_ids=sorted(set(cohort_ids)), asked_before=asked_before)
    return {run.cohort_id: run for run in runs}


def _count_of(offers: QuerySet[Offer], of: str) -> Coalesce:
    counted = offers.order_by().values("run_id").annotate(n=Count(of, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def _runs_with_answers(cohort_ids: Any, asked_before: Any) -> QuerySet[MatchRun]:
    newer = MatchRun.objects.filter(
        cohort_id=OuterRef("cohort_id"), state__in=SOLVED, number__gt=OuterRef("number")
    )
    offers = Offer.objects.filter(run_id=OuterRef("id"))
    again = Offer.objects.filter(
        run_id=OuterRef("run_id"),
        mentorship__mentee_id=OuterRef("mentorship__mentee_id"),
        mentorship__state__in=OPEN,
    )
    is_declined = Q(mentor_answer=Answer.DECLINED) | Q(mentee_answer=Answer.DECLINED)
    unanswered = offers.filter(
        mentor_answer=Answer.WAITING,
        mentorship__state__in=OPEN,
        mentorship__shown_from_at__lt=asked_before,
    )
    return (
        MatchRun.objects.filter(cohort_id__in=among(cohort_ids), state__in=SOLVED)
        .filter(~Exists(newer))
        .annotate(
            declined=_count_of(offers.filter(is_declined, ~Exists(again)), "mentorship__mentee_id"),
            unanswered=_count_of(unanswered, "id"),
        )
    )


_newest_runs = Prepared(_runs_with_answers, cohort_ids=Ids(), asked_before=DateTimeField())


def snapshot_of(run: MatchRun) -> Snapshot:
    """Return a run's frozen input."""
    return _snapshot(run.id)


def result_of(run: MatchRun) -> Result:
    """Return a run's answer."""
    return _result(run.id)


def reasons_between(run: MatchRun, mentee: str, mentor: str) -> Reasons | None:
    """Return why two people of a run fit, chosen or not; None when one of them was not in it."""
    problem, result = snapshot_of(run).problem, result_of(run)
    if mentee not in problem.mentee_place or mentor not in problem.mentor_place:
        return None
    return result.reasons.get((mentee, mentor)) or _explained(run.id, mentee, mentor)


@lru_cache(maxsize=64)
def _explained(run_id: UUID, mentee: str, mentor: str) -> Reasons:
    return explained(Explainer(_snapshot(run_id).problem, _result(run_id).solution), mentee, mentor)


# Neither ever changes, so another process can't know a newer one.


@lru_cache(maxsize=4)
def _snapshot(run_id: UUID) -> Snapshot:
    return Snapshot.from_text(RunInput.objects.get(run_id=run_id).opened())


@lru_cache(maxsize=4)
def _result(run_id: UUID) -> Result:
    return Result.from_text(RunResult.objects.get(run_id=run_id).opened())
