"""Whatever the weights, a lock stays: over re-runs with weights drawn at random."""

import random
from dataclasses import replace

import pytest

from rounds.matching.selectors import result_of, snapshot_of
from rounds.matching.services.decisions import lock_pair
from rounds.matching.services.runs import start_run
from rounds.matching.weights import CRITERIA, scaled
from rounds.pairing import solve
from tests.matching.scenes import make_scene, solve_now


@pytest.mark.parametrize("times", [20, pytest.param(1000, marks=pytest.mark.long)])
def test_locks_are_kept_in_every_run_with_other_weights(in_hospital, times):
    from uuid import UUID

    scene, draw = make_scene(in_hospital, mentees=40, mentors=20), random.Random(5)
    first = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    locked = draw.sample(result_of(first).solution.pairs, 8)
    for pair in locked:
        lock_pair(cohort=scene.cohort, pair=(UUID(pair.mentee), UUID(pair.mentor)), by=scene.alice)
    problem = snapshot_of(solve_now(start_run(cohort=scene.cohort, by=scene.alice))).problem

    for _time in range(times):
        numbers = scaled({key: draw.randint(0, 100) for key in CRITERIA})
        solution = solve(
            replace(problem, weights=replace(problem.weights, values=numbers)),
            aim=draw.choice(["total", "fair", "stable"]),
        )

        assert {(pair.mentee, pair.mentor) for pair in locked} <= {
            (pair.mentee, pair.mentor) for pair in solution.pairs
        }
