"""What is known of the matching of roll-outs: weights, objections, who approved what was published."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.matching.enums import RunState, Step
from rounds.matching.models import MatchRun, NoObjection, RunStep, WeightSet
from rounds.rollout.selectors.facts.here import Fact, Here, Ids


def weights(here: Here) -> dict[UUID, Fact]:
    """Return whether the newest weights say why."""
    newest: dict[UUID, WeightSet] = {}
    for one in WeightSet.objects.filter(program_id__in=here.launches).order_by("version"):
        newest[one.program_id] = one
    found = {}
    for program_id in here.launches:
        saved = newest.get(program_id)
        if saved is None:
            found[program_id] = Fact(False, _("No weights are saved yet"))
        elif saved.rationale.strip():
            found[program_id] = Fact(True, _("“%(name)s” says why") % {"name": saved.name})
        else:
            found[program_id] = Fact(False, _("“%(name)s” gives no reason") % {"name": saved.name})
    return found


def _newest_runs(here: Here) -> dict[UUID, MatchRun]:
    """Return of each program the newest run of those that went furthest."""
    rows = MatchRun.objects.filter(
        cohort__cycle__program_id__in=here.launches,
        state__in=[RunState.IN_REVIEW, RunState.APPROVED, RunState.PUBLISHED],
    ).select_related("cohort__cycle")
    found: dict[UUID, MatchRun] = {}
    for one in sorted(rows, key=lambda run: (run.state == RunState.PUBLISHED, run.made_at)):
        found[one.cohort.cycle.program_id] = one
    return found


def conflicts(here: Here) -> dict[UUID, Fact]:
    """Return how many program directors have looked at the pairs."""
    runs = _newest_runs(here)
    heard: dict[UUID, Ids] = defaultdict(set)
    rows = NoObjection.objects.filter(run__in=list(runs.values()), undone_at=None)
    for run_id, by_id in rows.values_list("run_id", "by_id"):
        heard[run_id].add(by_id)
    found = {}
    for program_id in here.launches:
        run = runs.get(program_id)
        if run is None:
            found[program_id] = Fact(False, _("No run is in review yet"))
        else:
            words = _("Run %(number)s: %(count)s program directors have nothing against it")
            known = {"number": run.number, "count": len(heard[run.id])}
            found[program_id] = Fact(run.state == RunState.PUBLISHED, words % known)
    return found


def published(here: Here) -> dict[UUID, Fact]:
    """Return whether pairs are published that a second person approved."""
    runs = _newest_runs(here)
    rows = RunStep.objects.filter(run__in=list(runs.values()), step=Step.APPROVED).order_by("at")
    approved: dict[UUID, RunStep] = {one.run_id: one for one in rows}
    found = {}
    for program_id in here.launches:
        run = runs.get(program_id)
        step = approved.get(run.id) if run else None
        if run is None or run.state != RunState.PUBLISHED or run.published_at is None:
            found[program_id] = Fact(False, _("Not published yet"))
        elif step is None or step.by_id == run.made_by_id:
            found[program_id] = Fact(False, _("Published, approved by nobody else"))
        else:
            known = {"day": date_format(localtime(run.published_at), "j M Y"), "name": step.by_name}
            found[program_id] = Fact(True, _("Published %(day)s, approved by %(name)s") % known)
    return found
