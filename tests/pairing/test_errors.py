"""Bad and extreme input: an error that names people and rule, or an empty result that says why."""

from dataclasses import replace

import numpy as np
import pytest

from rounds.pairing import (
    ContradictoryLock,
    Explainer,
    InvalidInput,
    MatrixProblem,
    Mentee,
    Mentor,
    OutOfRange,
    Policy,
    Problem,
    Relation,
    Weights,
    preset,
    solve,
)
from rounds.pairing.solving.checks import faults

CLEO = Mentee(id="cleo", gaps={"finance": 2})
BOB = Mentor(id="bob", expertise={"finance": 4})


def problem_of(mentees=(CLEO,), mentors=(BOB,), **settings):
    return Problem.of(mentees, mentors, **{"weights": preset("balanced"), **settings})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 4, 1.5, "3", True, None])
def test_wrong_gap_names_person_and_fix(value):
    with pytest.raises(
        InvalidInput, match=r"Mentee cleo: importance of the gap “finance”.*from 0 to 3"
    ) as caught:
        problem_of([replace(CLEO, gaps={"finance": value})])

    assert caught.value.people == ("cleo",)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 2.5])
def test_wrong_capacity_names_the_mentor(value):
    with pytest.raises(InvalidInput, match="Mentor bob: capacity"):
        problem_of(mentors=[replace(BOB, capacity=value)])


def test_every_problem_is_listed_at_once():
    with pytest.raises(InvalidInput) as caught:
        problem_of(
            [replace(CLEO, demand=7, tier="king", hours=frozenset({200}))],
            [replace(BOB, styles=frozenset("abc"))],
        )

    assert len(caught.value.problems) == 4
    assert caught.value.people == ("bob", "cleo")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5, 0.5])
def test_wrong_weight_names_the_criterion(value):
    with pytest.raises(InvalidInput, match="weight of “gaps”"):
        Weights(name="odd", values={"gaps": value})


def test_weights_out_of_range_say_what_to_do():
    with pytest.raises(OutOfRange, match="Divide weights"):
        Weights(name="huge", values={"gaps": 2_000})


def test_falling_load_costs_are_refused():
    with pytest.raises(InvalidInput, match="must not fall"):
        Weights(name="odd", values={"gaps": 1}, load_costs=(5, 3))


@pytest.mark.parametrize("cell", [np.nan, np.inf, -np.inf, 0.5])
def test_wrong_cell_of_a_table_is_named(cell):
    with pytest.raises(InvalidInput, match=r"\(1, 0\)"):
        MatrixProblem.of(np.array([[1.0, 2.0], [cell, 3.0]]))


def test_table_out_of_range_is_refused():
    with pytest.raises(OutOfRange):
        MatrixProblem.of(np.array([[2**50]]))


def test_costs_too_large_to_add_up_are_refused():
    with pytest.raises(OutOfRange, match="Divide weights"):
        solve(MatrixProblem.of(np.eye(1_000, dtype=np.int64) * 2**40 + 1 - np.eye(1_000, dtype=np.int64)))


@pytest.mark.parametrize("aim", ["total", "fair", "stable"])
def test_empty_sides_give_an_empty_result_that_says_why(aim):
    no_mentors, no_mentees, nobody = problem_of(mentors=[]), problem_of(mentees=[]), problem_of([], [])

    solutions = [solve(problem, aim=aim) for problem in (no_mentors, no_mentees, nobody)]

    assert [solution.pairs for solution in solutions] == [(), (), ()]
    assert Explainer(no_mentors, solutions[0]).unmatched()[0].words == "There are no mentors in this run."


def test_capacity_nought_says_so():
    problem = problem_of(mentors=[replace(BOB, capacity=0)])

    reason = Explainer(problem, solve(problem)).unmatched()[0]

    assert reason.reason == "capacity"
    assert "capacity 0" in reason.words


def test_everybody_banned_names_the_rule():
    problem = problem_of(relations=[Relation("cleo", "bob", "line_manager")])

    reason = Explainer(problem, solve(problem)).unmatched()[0]

    assert reason.reason == "rules"
    assert "line manager" in reason.words


def test_under_the_minimum_says_how_far():
    problem = problem_of(weights=replace(preset("balanced"), minimum_score=990_000))

    reason = Explainer(problem, solve(problem)).unmatched()[0]

    assert reason.reason == "minimum"
    assert "0.99" in reason.words


@pytest.mark.parametrize("aim", ["total", "fair", "stable"])
def test_lock_against_a_rule_names_both_and_the_rule(aim):
    problem = problem_of(relations=[Relation("cleo", "bob", "evaluator")], locks=[("cleo", "bob")])

    with pytest.raises(
        ContradictoryLock, match="cleo and mentor bob are locked, but: A standing evaluator"
    ) as caught:
        solve(problem, aim=aim)

    assert caught.value.people == ("bob", "cleo")


def test_locks_beyond_demand_and_capacity_are_refused():
    ann = Mentor(id="ann", capacity=1)
    problem = problem_of(
        [CLEO, Mentee(id="eve")], [BOB, ann], locks=[("cleo", "bob"), ("cleo", "ann"), ("eve", "ann")]
    )

    with pytest.raises(ContradictoryLock) as caught:
        solve(problem)

    assert len(caught.value.problems) == 2


def test_unknown_people_and_relations_are_refused():
    with pytest.raises(InvalidInput, match="names the mentor nobody"):
        problem_of(locks=[("cleo", "nobody")])
    with pytest.raises(InvalidInput, match="no relation of kind “rivals”"):
        problem_of(relations=[Relation("cleo", "bob", "rivals")])


def test_same_id_twice_is_refused():
    with pytest.raises(InvalidInput, match="appear twice: cleo"):
        problem_of([CLEO, CLEO])


def test_nobody_mentors_themselves():
    problem = problem_of([CLEO], [replace(BOB, id="cleo")])

    assert solve(problem).pairs == ()


def test_declared_exception_lifts_a_conflict_and_nothing_else():
    conflict, exception = Relation("cleo", "bob", "line_manager"), Relation("cleo", "bob", "exception")
    lifted = problem_of(relations=[conflict, exception])
    excluded = problem_of(relations=[exception, Relation("cleo", "bob", "exclusion")])

    assert len(solve(lifted).pairs) == 1
    assert solve(excluded).pairs == ()


def test_warnings_remove_nothing_and_are_said():
    problem = problem_of(
        relations=[Relation("cleo", "bob", "rotation"), Relation("cleo", "bob", "committee")]
    )
    solution = solve(problem)

    notes = Explainer(problem, solution).pair("cleo", "bob").notes

    assert len(solution.pairs) == 1
    assert notes == ("committee", "rotation")


def test_tier_rule_lets_nobody_mentor_upward():
    policy = Policy(tiers=("resident", "fellow"))
    problem = problem_of([replace(CLEO, tier="fellow")], [replace(BOB, tier="resident")], policy=policy)

    reason = Explainer(problem, solve(problem)).unmatched()[0]

    assert "tier" in reason.words


def test_tier_rule_leaves_a_kept_pair_alone():
    policy = Policy(tiers=("resident", "fellow"))
    problem = problem_of(
        [replace(CLEO, tier="fellow")],
        [replace(BOB, tier="resident")],
        policy=policy,
        locks=[("cleo", "bob")],
    )

    solution = solve(problem)

    assert [(pair.mentee, pair.mentor, pair.locked) for pair in solution.pairs] == [(CLEO.id, BOB.id, True)]
    assert solution.pairs[0].score >= 0
    assert faults(problem, solution) == ()
