"""Laws that hold for every problem, held against brute force and against the engine itself."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rounds.pairing import AIMS, MatrixProblem, faults, solve
from rounds.pairing.solving.checks import recomputed_bound
from tests.pairing.cases import LAW, by_brute_force, reached, tables
from tests.pairing.people import invented


@LAW
@given(tables())
def test_best_total_equals_brute_force(problem):
    solution = solve(problem)

    assert reached(problem, solution) == by_brute_force(problem)
    assert faults(problem, solution) == ()


@LAW
@given(tables(most_mentees=8, most_mentors=6), st.sampled_from(AIMS))
def test_rules_hold_and_the_bound_equals_the_objective(problem, aim):
    solution = solve(problem, aim=aim)

    assert faults(problem, solution) == ()
    if aim != "stable":
        assert recomputed_bound(problem, solution) == solution.proof.objective


@LAW
@given(tables(most_mentees=6, most_mentors=5), st.data())
def test_any_prices_bound_the_objective(problem, data):
    from rounds.pairing.solving.bounds import price_bound
    from rounds.pairing.solving.instance import prepare

    solution, instance = solve(problem), prepare(problem)
    numbers = st.lists(st.integers(0, 20), min_size=len(problem.capacity), max_size=len(problem.capacity))
    prices = np.array(data.draw(numbers), dtype=np.int64)

    bound = price_bound(instance, prices) * instance.scale

    assert bound >= solution.proof.objective


@LAW
@given(tables(most_mentees=6, most_mentors=5, locks=False), st.data())
def test_raising_a_chosen_pair_never_unchooses_it(problem, data):
    aim = data.draw(st.sampled_from(("total", "fair")))
    solution = solve(problem, aim=aim)
    if not solution.pairs:
        return
    pair = data.draw(st.sampled_from(solution.pairs))
    better = problem.scores.copy()
    better[int(pair.mentee), int(pair.mentor)] += data.draw(st.integers(1, 5))

    again = solve(replace(problem, scores=better), aim=aim)

    assert (pair.mentee, pair.mentor) in {(item.mentee, item.mentor) for item in again.pairs}


@LAW
@given(tables(most_mentees=6, most_mentors=5), st.data())
def test_another_mentor_never_lowers_the_ordered_objective(problem, data):
    n = len(problem.demand)
    scores = np.array(data.draw(st.lists(st.integers(-3, 12), min_size=n, max_size=n)), dtype=np.int64)
    wider = replace(
        problem,
        scores=np.column_stack([problem.scores, scores]),
        allowed=np.column_stack([problem.allowed, np.ones(n, dtype=bool)]),
        capacity=np.append(problem.capacity, data.draw(st.integers(0, 2))),
    )

    assert reached(wider, solve(wider)) >= reached(problem, solve(problem))


@LAW
@given(tables(most_mentees=6, most_mentors=5), st.integers(2, 7))
def test_one_factor_on_everything_changes_nothing(problem, factor):
    larger = replace(
        problem,
        scores=problem.scores * factor,
        load_costs=tuple(cost * factor for cost in problem.load_costs),
        minimum_score=None if problem.minimum_score is None else problem.minimum_score * factor,
    )

    before, after = solve(problem), solve(larger)

    assert [(p.mentee, p.mentor) for p in before.pairs] == [(p.mentee, p.mentor) for p in after.pairs]
    assert after.points == before.points * factor


@LAW
@given(st.integers(0, 10**6), st.sampled_from(AIMS))
def test_permuted_rows_give_the_same_pairs(seed, aim):
    rng = np.random.default_rng(seed)
    problem = invented(seed, int(rng.integers(1, 12)), int(rng.integers(1, 8)), seed=seed % 5)

    moved = shuffled(problem, rng)

    assert solve(moved, aim=aim).to_json() == solve(problem, aim=aim).to_json()


@LAW
@given(st.integers(0, 10**6), st.integers(2, 12))
def test_one_factor_on_all_weights_gives_the_same_pairs(seed, factor):
    problem = invented(seed, 10, 6)
    larger = replace(problem, weights=problem.weights.times(factor))

    before, after = solve(problem), solve(larger)

    assert [(p.mentee, p.mentor) for p in before.pairs] == [(p.mentee, p.mentor) for p in after.pairs]
    assert after.points == before.points * factor


def test_every_score_equal_still_fills_all_places_the_same_way():
    problem = MatrixProblem.of(np.full((30, 20), 5), capacity=2)

    first, second = solve(problem), solve(problem)

    assert first.matched == 30
    assert first.to_json() == second.to_json()


def shuffled(problem, rng):
    """Return the same problem with both sides' rows in another order."""
    rows, columns = rng.permutation(len(problem.mentees)), rng.permutation(len(problem.mentors))
    mentees, mentors = problem.mentees.take(rows), problem.mentors.take(columns)
    new_row, new_column = np.append(np.argsort(rows), -1), np.append(np.argsort(columns), -1)
    return replace(
        problem,
        mentees=replace(mentees, wishes=new_column[mentees.wishes]),
        mentors=replace(mentors, wishes=new_row[mentors.wishes]),
    )
