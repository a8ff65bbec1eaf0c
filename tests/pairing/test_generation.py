"""Column generation: the same optimum as one flow over all pairs, proven, and the same pairs however it is run.

It is run anew for each number of threads and size of block, some in a process of their own.
"""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module

import numpy as np
import pytest

from benchmarks.people import invented as many
from rounds.pairing import MatrixProblem, Weights, faults, preset, solve
from rounds.pairing.solving.large.generation import generate
from tests.data import ROOT
from tests.pairing.cases import LONG
from tests.pairing.people import invented
from tests.pairing.test_oracles import drawn

engine = import_module(
    "rounds.pairing.solving.solve"
)  # the module; the package's name for it is the function
SEEDS = range(200 if LONG else 12)


@pytest.fixture
def by_columns(monkeypatch):
    """Make every problem go through column generation."""
    monkeypatch.setattr(engine, "MOST_PAIRS", 0)


def reached(solution, count_first=True):
    return (solution.matched if count_first else 0), solution.points


@pytest.mark.parametrize("seed", SEEDS)
def test_same_optimum_as_one_flow_over_all_pairs(seed, monkeypatch):
    rng = np.random.default_rng(seed)
    weights = replace(
        preset("balanced"),
        load_costs=((0,), (0, 40_000, 90_000), (-50_000, 0, 20_000))[seed % 3],
        minimum_score=[0, 350_000][seed % 2],
        count_first=seed % 5 != 4,
    )
    problem = invented(
        seed, int(rng.integers(20, 160)), int(rng.integers(10, 90)), weights=weights, seed=seed
    )
    by_flow = solve(problem)

    monkeypatch.setattr(engine, "MOST_PAIRS", 0)
    by_columns = solve(problem)

    assert by_columns.method == "column generation"
    assert reached(by_columns, weights.count_first) == reached(by_flow, weights.count_first)
    assert by_columns.proof.gap == 0
    assert faults(problem, by_columns) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_ready_tables_too(seed, by_columns, monkeypatch):
    problem = drawn(seed, most=60)
    generated = solve(problem)
    monkeypatch.setattr(engine, "MOST_PAIRS", 10**9)

    assert reached(generated, problem.count_first) == reached(solve(problem), problem.count_first)
    assert faults(problem, generated) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_mentees_who_want_more_mentors_than_are_added_at_a_time(seed, by_columns, monkeypatch):
    rng = np.random.default_rng(seed)
    problem = MatrixProblem.of(
        rng.integers(0, 1_000_000, (40, 120)),
        demand=rng.integers(1, 30, 40),
        capacity=rng.integers(0, 6, 120),
    )
    generated = solve(problem)
    monkeypatch.setattr(engine, "MOST_PAIRS", 10**9)

    assert reached(generated) == reached(solve(problem))
    assert faults(problem, generated) == ()


@pytest.mark.parametrize("places", [0.6, 1.0, 3.0])
def test_short_even_and_plenty_of_places(places, by_columns):
    problem = many(900, 500, places=max(places, 1.0))
    capacity = problem.mentors.capacity.copy()
    capacity[: int(500 * max(0.0, 1 - places))] = 0
    problem = replace(problem, mentors=replace(problem.mentors, capacity=capacity))

    solution = solve(problem)

    assert faults(problem, solution) == ()


def test_executors_threads_and_block_sizes_give_the_same_bytes(by_columns, monkeypatch):
    problem = many(1_500, 800)
    expected = solve(problem).to_json()

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two, ProcessPoolExecutor(2) as processes:
        assert {solve(problem, executor=executor).to_json() for executor in (one, two, processes)} == {
            expected
        }
    for cells in (10_000, 123_456, 10**9):
        monkeypatch.setattr(engine, "generate", partial(generate, cells=cells))
        assert solve(problem).to_json() == expected


def test_one_and_two_threads_of_the_product_give_the_same_bytes():
    code = (
        "from hashlib import sha256; from benchmarks.people import invented; from rounds.pairing import solve; "
        "print(sha256(solve(invented(2_500, 1_000)).to_json().encode()).hexdigest())"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }

    assert len(answers) == 1


def test_every_score_equal_at_size_is_still_proven_and_the_same(by_columns):
    problem = MatrixProblem.of(np.full((400, 300), 7), capacity=1)

    first, second = solve(problem), solve(problem)

    assert first.matched == 300
    assert first.proof.gap == 0
    assert first.to_json() == second.to_json()


def test_what_if_reaches_the_same_objective_as_a_cold_run():
    problem = many(600, 300)
    before = solve(problem)
    heavier = {**problem.weights.values, "availability": 30}
    changed = replace(problem, weights=Weights(name="what if", values=heavier))

    warm, cold = solve(changed, start=before), solve(changed)

    assert reached(warm) == reached(cold)
    assert faults(changed, warm) == ()


def test_progress_is_told_up_to_the_end(by_columns):
    said = []

    solve(many(600, 300), progress=lambda what, done, total: said.append((what, done, total)))

    assert {what for what, _, _ in said} == {
        "Estimating prices",
        "Comparing all pairs",
        "Solving the restricted problem",
    }
    assert all(0 <= done <= total for _, done, total in said)
    assert said[-1][1] == said[-1][2]
