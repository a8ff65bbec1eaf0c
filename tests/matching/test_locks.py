"""Whatever the weights, a lock stays: over runs of the service with weights drawn at random."""

import random
import time
from uuid import UUID

import pytest

from rounds.core.models import AuditEvent
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.enums import Aim
from rounds.matching.input.values.weights import CRITERIA, scaled
from rounds.matching.models import MatchRun, WeightSet
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from tests.matching.scenes import make_scene, solve_now


def weights_at_random(scene, draw, version):
    numbers = scaled({key: draw.randint(0, 100) for key in CRITERIA})
    return WeightSet.objects.create(
        program=scene.program, version=version, name="Drawn", values=numbers, load_costs=[0, 0, 0]
    )


@pytest.mark.parametrize("times", [10, pytest.param(1000, marks=pytest.mark.long)])
def test_locks_are_kept_in_every_run_with_other_weights(in_hospital, times):
    scene, draw = make_scene(in_hospital, mentees=8, mentors=5), random.Random(5)
    first = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    locked = draw.sample(result_of(first).solution.pairs, 3)
    for pair in locked:
        lock_pair(cohort=scene.cohort, pair=(UUID(pair.mentee), UUID(pair.mentor)), by=scene.alice)
    kept, others, began = 0, set(), time.monotonic()

    for number in range(times):
        run = solve_now(
            start_run(
                cohort=scene.cohort,
                by=scene.alice,
                aim=draw.choice(Aim.values),
                weights=weights_at_random(scene, draw, version=number + 2),
            )
        )
        pairs = {(pair.mentee, pair.mentor) for pair in result_of(run).solution.pairs}
        kept += sum((pair.mentee, pair.mentor) in pairs for pair in locked)
        others.add(frozenset(pairs))

    print(
        f"\n{kept} of {times * len(locked)} locks kept, {len(others)} different answers, {time.monotonic() - began:.0f} s"
    )
    assert kept == times * len(locked)
    assert len(others) > 1
    assert MatchRun.objects.filter(state="draft").count() == times + 1
    assert AuditEvent.objects.filter(action="run.finished").count() == times + 1
