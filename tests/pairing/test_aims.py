"""The three aims, runs compared with each other, and what forcing a pair costs."""

from importlib import import_module

import numpy as np
import pytest

from rounds.pairing import (
    AIMS,
    ContradictoryLock,
    Explainer,
    cost_of_forcing,
    difference,
    evaluate,
    faults,
    needs,
    places,
    replay_says,
    side_by_side,
    solve,
    summary,
)
from tests.pairing.people import invented


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("seed", range(3))
def test_each_aim_passes_every_check(aim, seed):
    problem = invented(seed, 40, 18)

    solution = solve(problem, aim=aim)

    assert faults(problem, solution) == ()


def test_fair_gives_up_total_for_a_better_worst_pair():
    problem = invented(2, 60, 30)

    total, fair, stable = (summary(problem, solve(problem, aim=aim)) for aim in AIMS)

    assert fair.matched == total.matched >= stable.matched
    assert fair.worst >= total.worst
    assert fair.score <= total.score
    assert stable.blocking == 0 < total.blocking


def test_side_by_side_gives_what_each_aim_gives_alone_in_the_same_numbers():
    problem = invented(2, 60, 30)

    outcomes = side_by_side(problem)

    assert tuple(outcomes) == AIMS
    for aim, outcome in outcomes.items():
        assert outcome.solution == solve(problem, aim=aim)
        assert outcome.figures == summary(problem, outcome.solution)
    figures = {aim: outcome.figures for aim, outcome in outcomes.items()}
    assert figures["total"].score >= figures["fair"].score
    assert figures["fair"].worst >= figures["total"].worst
    assert figures["stable"].blocking == 0


def test_fair_is_the_same_when_the_total_comes_from_column_generation(monkeypatch):
    problem = invented(4, 80, 40)
    by_flow = solve(problem, aim="fair")

    monkeypatch.setattr(import_module("rounds.pairing.solving.solve"), "MOST_PAIRS", 0)
    by_columns = solve(problem, aim="fair")

    assert by_columns.method == "column generation"
    assert (by_columns.floor, by_columns.matched, by_columns.points) == (
        by_flow.floor,
        by_flow.matched,
        by_flow.points,
    )
    assert faults(problem, by_columns) == ()


def test_forcing_a_pair_costs_at_least_what_is_said():
    problem = invented(9, 40, 15)
    solution = solve(problem)
    explain = Explainer(problem, solution)
    rng = np.random.default_rng(0)

    tried = 0
    for _ in range(200):
        mentee = problem.mentees.ids[rng.integers(40)]
        mentor = problem.mentors.ids[rng.integers(15)]
        said = explain.not_chosen(mentee, mentor)
        if said.short is None or mentor in solution.mentors_of.get(mentee, ()):
            continue
        try:
            exact = cost_of_forcing(problem, solution, mentee, mentor)
        except ContradictoryLock:
            continue  # no place at all
        assert (said.short.people, said.short.micro) <= (exact.people, exact.micro)
        tried += 1

    assert tried > 20


@pytest.mark.parametrize("aim", AIMS)
def test_runner_up_is_the_next_of_the_mentees_own_list(aim):
    """One order: whoever comes first in the list of alternatives and is not theirs."""
    problem = invented(21, 40, 15)
    solution = solve(problem, aim=aim)
    explain = Explainer(problem, solution)

    for pair in solution.pairs:
        mine = solution.mentors_of[pair.mentee]
        ranked = [one for one in explain.alternatives_for_mentee(pair.mentee, 15) if one.person not in mine]
        found = explain.pair(pair.mentee, pair.mentor).runner_up

        assert (found.mentor if found else None) == (ranked[0].person if ranked else None)
        assert found is None or pair.score - found.behind == ranked[0].score


def test_pair_under_the_floor_of_a_fair_run_is_not_said_to_be_under_the_minimum():
    problem = invented(9, 40, 15, relations=())
    solution = solve(problem, aim="fair")
    explain = Explainer(problem, solution)

    rules = {
        explain.not_chosen(mentee, mentor).rules
        for mentee in problem.mentees.ids
        for mentor in problem.mentors.ids
    }

    assert ("floor",) in rules
    assert ("minimum",) not in rules


def test_one_more_place_adds_what_is_said():
    from dataclasses import replace

    problem = invented(11, 50, 15, relations=())
    solution = solve(problem)

    best = places(Explainer(problem, solution))[0]
    capacity = problem.mentors.capacity.copy()
    capacity[problem.mentor_place[best.mentor]] += 1
    wider = replace(problem, mentors=replace(problem.mentors, capacity=capacity))
    after = solve(wider)

    assert (after.matched - solution.matched, after.points - solution.points) == (
        best.gain.people,
        best.gain.micro,
    )


def test_needs_are_said_in_words_without_names():
    problem = invented(12, 50, 15)

    found = needs(Explainer(problem, solve(problem)))

    assert found
    assert not any(mentor in need.words.split() for need in found for mentor in problem.mentors.ids)


def test_pairs_made_by_hand_are_never_better_than_the_best():
    problem = invented(13, 30, 15, relations=())
    best, greedy = solve(problem), solve(problem, aim="stable")

    by_hand = evaluate(problem, [(pair.mentee, pair.mentor) for pair in greedy.pairs])
    changed = difference(by_hand, best)

    assert (by_hand.matched, by_hand.points) == (greedy.matched, greedy.points)
    assert (best.matched, best.points) >= (by_hand.matched, by_hand.points)
    assert len(changed.kept) + len(changed.new) == len(best.pairs)


def test_replay_says_that_the_pairs_are_the_same():
    problem = invented(14, 20, 10)

    says = replay_says(solve(problem), solve(problem))

    assert says == "The same pairs."
