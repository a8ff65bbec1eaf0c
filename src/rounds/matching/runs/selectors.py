"""Reads of runs, decisions and answers; loading one is the permission check."""

from functools import lru_cache
from uuid import UUID

from django.db.models import UUIDField

from rounds.core.access import Viewer
from rounds.core.database.prepared import Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.matching.enums import SOLVED
from rounds.matching.input.values.snapshot import Snapshot
from rounds.matching.models import MatchRun, RunInput, RunResult
from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.results import Result
from rounds.matching.runs.values.solving import explained
from rounds.pairing import Explainer

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def run_for(viewer: Viewer, run_id: UUID) -> MatchRun:
    """Return a run, with its cohort and program, to the office of its program."""
    found = _run(run_id=run_id)
    if not found or not viewer.has(*OFFICE, scope_id=found[0].cohort.cycle.program_id):
        raise NotFound
    return found[0]


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


_newest_run = Prepared(
    lambda cohort_id: MatchRun.objects.filter(cohort_id=cohort_id, state__in=SOLVED).order_by("-number")[:1],
    cohort_id=UUIDField(),
)


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
