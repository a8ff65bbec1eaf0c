"""The engine against published optima and against SciPy's integer programming."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from rounds.pairing import MatrixProblem, blocking_pairs, faults, solve
from tests.data import real_data
from tests.pairing.cases import LONG, by_integer_program, reached

RUNS = 500 if LONG else 50
FAIR_RUNS = 200 if LONG else 40


@pytest.mark.parametrize(("size", "cost"), [(100, 305), (200, 475), (300, 626)])
def test_published_optimum_of_or_library(size, cost):
    numbers = real_data("assignment", f"assign{size}.txt").read_text().split()
    costs = np.array(numbers[1:], dtype=np.int64).reshape(size, size)

    solution = solve(MatrixProblem.of(100 - costs))

    assert 100 * size - solution.score == cost
    assert solution.proof.gap == 0


def drawn(seed, most=14):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, most + 1, 2)
    scores = rng.integers(0, 1_000_000, (n, m)) if seed % 2 else rng.integers(-3, 9, (n, m))
    allowed = rng.random((n, m)) < 0.8
    capacity = rng.integers(0, 4, m)
    locks = [(i, j) for i, j in np.argwhere(allowed).tolist() if capacity[j] and rng.random() < 0.02][:1]
    top = int(scores.max())
    return MatrixProblem.of(
        scores,
        demand=rng.integers(1, 4, n),
        capacity=capacity,
        allowed=allowed,
        load_costs=tuple(sorted(rng.integers(-top // 8, top // 2 + 1, 3).tolist())),
        minimum_score=[None, top // 10][seed % 3 == 0],
        count_first=bool(rng.random() < 0.7),
        locks=tuple(locks),
        seed=seed,
    )


@pytest.mark.parametrize("seed", range(RUNS))
def test_ordered_objective_equals_integer_programming(seed):
    problem = drawn(seed)

    solution = solve(problem)

    assert reached(problem, solution) == by_integer_program(problem)
    assert faults(problem, solution) == ()


@pytest.mark.parametrize("seed", range(FAIR_RUNS))
def test_worst_pair_of_the_fair_aim_equals_max_min(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, 16, 2)
    scores, capacity = rng.integers(0, 60, (n, m)), rng.integers(0, 3, m)
    problem = MatrixProblem.of(scores, capacity=capacity)

    solution = solve(problem, aim="fair")

    # independent: the mentors' places as columns, every floor from the top until as many are matched as without one
    slots = np.repeat(scores, capacity, axis=1)

    def matched(floor):
        graph = csr_array((slots >= floor).astype(np.int8))
        return int((maximum_bipartite_matching(graph) >= 0).sum()) if slots.shape[1] else 0

    most = matched(0)
    floor = max((f for f in range(60) if matched(f) == most), default=0)
    assert solution.matched == most
    if most:
        assert min(pair.score for pair in solution.pairs) >= floor
        assert matched(min(pair.score for pair in solution.pairs)) == most
        assert solution.floor == max(s for s in slots.ravel().tolist() if matched(s) == most)


@pytest.mark.parametrize("seed", range(20))
def test_stable_leaves_nobody_who_would_rather_swap(seed):
    problem = drawn(seed, most=20)

    solution = solve(problem, aim="stable")

    assert blocking_pairs(problem, solution) == ()
