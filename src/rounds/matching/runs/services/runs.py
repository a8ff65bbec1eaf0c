"""Starting a run, and writing its answer once."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.core.jobs import start_job
from rounds.matching.enums import IN_WORK, Aim, RunState
from rounds.matching.input.selectors.freezing import first_seed, next_snapshot
from rounds.matching.input.services.weights import weights_for
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun, RunInput, RunResult, WeightSet
from rounds.matching.runs.selectors import next_number
from rounds.matching.runs.values.results import Result
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services import NewEnrollment, enroll_people


@transaction.atomic
def start_run(
    *,
    cohort: Cohort,
    by: Viewer,
    aim: str = Aim.TOTAL,
    weights: WeightSet | None = None,
    seed: int | None = None,
) -> MatchRun:
    """Freeze the cohort as it is now and queue a run over it.

    Raises DomainError when nobody could be matched, or when a pair that must be kept is ruled out.
    """
    from rounds.matching.runs.tasks import solve_run  # the task calls services: imported late

    cohort = (
        Cohort.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__program")
        .get(id=cohort.id)
    )
    if MatchRun.objects.filter(cohort=cohort, state__in=IN_WORK).exists():
        raise OutOfOrder(_("A run of this cohort is working already. Open it and wait for its pairs."))
    program = cohort.cycle.program
    weights = weights or weights_for(program=program, by=by)
    if seed is None:
        first = first_seed(cohort)
        seed = first if first is not None else secrets.randbelow(2**31)
    snapshot = next_snapshot(cohort, weights=weights, aim=aim, seed=seed)
    run: MatchRun = MatchRun.objects.create(
        cohort=cohort,
        number=next_number(cohort),
        aim=aim,
        weights=weights,
        seed=snapshot.problem.seed,
        made_by_id=by.person_id,
        made_by_name=by.name,
        input_digest=snapshot.digest,
        figures={
            "mentees": len(snapshot.problem.mentees),
            "mentors": len(snapshot.problem.mentors),
            "kept": len(snapshot.kept),
            "running": sum(why == RUNNING for why in snapshot.kept.values()),
        },
    )
    frozen = RunInput(run=run)
    frozen.seal_value(snapshot.text)
    frozen.save()
    start_job(solve_run, by=by, about=("run", run.id), run_id=run.id)
    audit.record(
        "run.started",
        by=by,
        kind="run",
        object_id=run.id,
        program_id=program.id,
        number=run.number,
        aim=aim,
        weights=weights.version,
        input=run.input_digest,
    )
    return run


@transaction.atomic
def give_places(*, cohort: Cohort, by: Viewer) -> int:
    """Give one place to each mentor of a cohort for whom nobody ever said how many; return to how many."""
    silent = Enrollment.objects.filter(
        cohort=cohort, side=Side.MENTOR, state=EnrollmentState.ENROLLED, capacity=None
    ).values_list("person_id", flat=True)
    entries = [NewEnrollment(person_id=person, side=Side.MENTOR, capacity=1) for person in silent]
    if not entries:
        raise OutOfOrder(
            _("Every mentor here has said how many mentees; change single numbers with the people.")
        )
    enroll_people(by=by, cohort=cohort, people=entries)
    return len(entries)


@transaction.atomic
def record_result(*, run_id: UUID, text: str, by: Viewer) -> MatchRun:
    """Write a run's answer. A second answer (the worker died in between) changes nothing."""
    run: MatchRun = MatchRun.objects.select_for_update(no_key=True).get(id=run_id)
    if run.state not in IN_WORK:
        return run
    result = Result.from_text(text)
    sealed = RunResult(run=run)
    sealed.seal_value(text)
    sealed.save(force_insert=True)
    run.state, run.finished_at = RunState.DRAFT, now()
    run.result_digest = hashlib.sha256(text.encode()).hexdigest()
    run.engine_version = f"{result.solution.method} {result.solution.version}"
    run.figures = {**run.figures, **figures_of(result)}
    run.save()
    audit.record(
        "run.finished",
        by=by,
        kind="run",
        object_id=run.id,
        program_id=run.cohort.cycle.program_id,
        result=run.result_digest,
    )
    return run


def figures_of(result: Result) -> dict[str, Any]:
    """Give the plain totals of an answer, scores in micro-points."""
    solution = result.solution
    scores = sorted(pair.score for pair in solution.pairs)
    return {
        "pairs": len(scores),
        "matched": solution.matched,
        "unmatched": len(solution.unmatched),
        "score": solution.score,
        "lowest": scores[0] if scores else None,
        "proven": bool(solution.proof and solution.proof.gap == 0),
        "gap": solution.proof.gap if solution.proof else None,
    }


@transaction.atomic
def record_failure(*, run_id: UUID, problem: str, by: Viewer) -> None:
    """Close a run that could not be solved, with the sentence that says why."""
    run = MatchRun.objects.select_for_update(no_key=True).get(id=run_id)
    if run.state not in IN_WORK:
        return
    run.state, run.problem, run.finished_at = RunState.FAILED, problem[:1000], now()
    run.save(update_fields=["state", "problem", "finished_at"])
    audit.record("run.failed", by=by, kind="run", object_id=run.id, program_id=run.cohort.cycle.program_id)
