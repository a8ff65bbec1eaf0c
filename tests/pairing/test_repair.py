"""Further pairs put into a choice without a new flow; who is expected to be scarce."""

from dataclasses import replace

import numpy as np
import pytest

from rounds.pairing import MatrixProblem, Policy, Weights, preset
from rounds.pairing.flow import Arcs, Restricted, best_choice, least_prices
from rounds.pairing.instance import prepare
from rounds.pairing.levels import expected_levels
from rounds.pairing.repair import with_more_pairs
from rounds.pairing.solve import all_arcs
from tests.pairing.cases import LONG
from tests.pairing.people import TIERS, invented
from tests.pairing.test_oracles import drawn


def worth(instance, arcs, taken):
    """The ordered objective of a choice, or an AssertionError when it breaks a rule."""
    n, m = instance.scorer.shape
    given, load = np.bincount(arcs.rows, taken, n), np.bincount(arcs.columns, taken, m)
    assert (given <= instance.demand).all()
    assert (load <= instance.capacity).all()
    newly_met = int(((given > 0) & ~instance.met).sum())
    cost = instance.load_total(instance.used, load.astype(np.int64)) // instance.scale
    return newly_met * instance.bonus + int((arcs.scores * taken).sum()) - cost


@pytest.mark.parametrize("seed", range(600 if LONG else 60))
def test_pairs_put_in_later_reach_what_a_new_flow_reaches(seed):
    rng = np.random.default_rng(seed)
    instance = prepare(drawn(seed, most=30))
    arcs = all_arcs(instance, lambda *_: None)
    arcs = Arcs(
        *(part[instance.capacity[arcs.columns] > 0] for part in (arcs.rows, arcs.columns, arcs.scores))
    )
    early = rng.random(len(arcs.rows)) < rng.choice([0.0, 0.3, 0.8])
    before = best_choice(instance, Arcs(arcs.rows[early], arcs.columns[early], arcs.scores[early]))
    taken = np.zeros(len(arcs.rows), np.int64)
    taken[early] = before.taken

    repaired = with_more_pairs(instance, arcs, Restricted(taken, before.prices, before.gain), 10**9)

    assert worth(instance, arcs, repaired) == worth(instance, arcs, best_choice(instance, arcs).taken)
    prices, gain = least_prices(instance, arcs, repaired)
    assert (gain[arcs.rows] + prices[arcs.columns] >= arcs.scores)[repaired == 0].all()


def test_too_much_work_is_given_up():
    instance = prepare(MatrixProblem.of(np.arange(36).reshape(6, 6)))
    arcs = all_arcs(instance, lambda *_: None)
    nothing = Restricted(np.zeros(36, np.int64), np.zeros(6, np.int64), np.full(6, -instance.bonus))

    assert with_more_pairs(instance, arcs, nothing, 3) is None


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
