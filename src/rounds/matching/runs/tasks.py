"""The job that solves a run."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core.jobs import ChildFailed, Run, job, run_in_child
from rounds.matching.enums import IN_WORK
from rounds.matching.models import MatchRun
from rounds.matching.runs.services.runs import record_failure, record_result
from rounds.matching.runs.values.solving import solve_snapshot

LONGEST_SECONDS = 1800


@job(title=gettext_lazy("Find pairs"))
def solve_run(run: Run, run_id: str) -> str:
    """Solve a run in a process of its own and write its answer; twice is the same as once."""
    match = MatchRun.objects.select_related("input").get(id=UUID(run_id))
    if match.state not in IN_WORK:
        return str(match.id)
    words = {
        "scoring": _("Scoring every possible pair"),
        "explaining": _("Finding the best pairs, and the proof"),
        "ranking": _("Writing the reasons"),
        "writing": _("Almost done"),
    }
    try:
        text = run_in_child(
            solve_snapshot,
            match.input.opened(),
            progress=lambda done, total, message: run.progress(done, total, words[message]),
            seconds=LONGEST_SECONDS,
        )
    except ChildFailed as error:
        if error.kind not in ("ContradictoryLock", "InvalidInput", "OutOfRange", "TimeoutError"):
            raise
        record_failure(run_id=match.id, problem=str(error), by=run.viewer)
    else:
        record_result(run_id=match.id, text=text, by=run.viewer)
    return str(match.id)
