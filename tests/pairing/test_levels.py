"""Who is expected to be scarce; other weights on the same people."""

from dataclasses import replace

import numpy as np
import pytest

from rounds.pairing import MatrixProblem, Policy, Weights, preset
from rounds.pairing.solving.instance import prepare
from rounds.pairing.solving.large.levels import expected_levels
from tests.pairing.people import TIERS, invented


@pytest.mark.parametrize(("n", "places", "level"), [(5, 6, 0), (6, 6, 0), (7, 6, 1)])
def test_everybody_is_scarce_when_there_are_too_few_places(n, places, level):
    instance = prepare(MatrixProblem.of(np.ones((n, 3), int), capacity=places // 3))

    assert expected_levels(instance).tolist() == [level] * 3


@pytest.mark.parametrize(
    ("residents", "fellows", "scarce"),
    [(3, 6, [0, 0]), (3, 10, [0, 1]), (30, 2, [1, 1])],  # nobody left over; fellows; residents
)
def test_only_the_tiers_that_people_are_left_over_for_are_scarce(residents, fellows, scarce):
    n = residents + fellows
    problem = invented(3, n, 12, policy=Policy(tiers=TIERS, near_peers=False))
    tier = np.repeat([0, 1], [residents, fellows]).astype(np.int16)
    mentor_tier = np.repeat([1, 2], [4, 8]).astype(np.int16)  # 4 fellows, whom residents alone may have
    problem = replace(
        problem,
        mentees=replace(problem.mentees, tier=tier),
        mentors=replace(problem.mentors, tier=mentor_tier, capacity=np.ones(12, np.int64)),
    )
    instance = prepare(problem)

    levels = expected_levels(instance)

    of_tier = dict(zip(problem.ordered.mentors.tier.tolist(), levels.tolist(), strict=True))
    assert [of_tier[1], of_tier[2]] == scarce


def test_other_weights_solve_as_a_problem_made_with_them():
    problem = invented(5, 30, 15)
    assert problem.ordered is not None
    weights = Weights(name="what if", values={**preset("balanced").values, "gaps": 40})

    changed = problem.with_weights(weights)

    again = replace(problem, weights=weights)
    assert changed.digest == again.digest
    for one, other in ((changed.ordered, again.ordered), (changed, again)):
        assert np.array_equal(one.stages.profile_of, other.stages.profile_of)
        assert one.mentees.ids == other.mentees.ids
        assert one.weights == other.weights
