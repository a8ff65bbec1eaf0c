"""Prices moved by who asks for whom: a guess that saves flows and can't change the optimum."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from benchmarks.people import invented
from rounds.pairing import MatrixProblem, faults, solve
from rounds.pairing.solving.instance import prepare
from rounds.pairing.solving.large.scan import Close
from rounds.pairing.solving.large.soften import softened_prices

generation = import_module("rounds.pairing.solving.large.generation")


def everything_listed(scores, prices):
    n, m = scores.shape
    rows, columns = np.divmod(np.arange(n * m), m)
    return Close(rows, columns, scores.reshape(-1), np.full(n, -np.inf), np.array(prices, np.int64))


def test_asked_for_by_more_than_there_are_places_gets_dearer_and_the_other_cheaper():
    scores = np.array([[900, 500], [900, 500], [900, 500], [880, 500]])
    instance = prepare(MatrixProblem.of(scores, capacity=[1, 3]))

    first, second = softened_prices(instance, everything_listed(scores, [300, 300]))

    assert first > 300 > second


def test_places_that_nobody_misses_never_cost_less_than_their_first_step():
    scores = np.array([[900, 500], [900, 500]])
    instance = prepare(MatrixProblem.of(scores, capacity=[5, 5], load_costs=(40,)))

    prices = softened_prices(instance, everything_listed(scores, [60, 60]))

    assert prices.tolist() == [40 // instance.scale] * 2


def test_nothing_listed_leaves_the_prices():
    instance = prepare(MatrixProblem.of(np.zeros((2, 3), int)))
    nothing = replace(everything_listed(np.zeros((0, 3), np.int64), [1, 2, 3]), threshold=np.full(2, -np.inf))

    assert softened_prices(instance, nothing).tolist() == [1, 2, 3]


@pytest.mark.parametrize("wrong", [0, 10**6, 10**9])
def test_however_wrong_the_guess_the_optimum_is_reached_and_proven(wrong, monkeypatch):
    problem = invented(500, 300)
    expected = solve(problem)
    rng = np.random.default_rng(0)
    monkeypatch.setattr(
        generation, "softened_prices", lambda instance, close: rng.integers(0, wrong + 1, len(close.prices))
    )

    solution = solve(problem)

    assert (solution.matched, solution.points) == (expected.matched, expected.points)
    assert faults(problem, solution) == ()
