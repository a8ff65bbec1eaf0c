"""The engine's interface end to end: solve, check, explain, write down and solve again."""

import pytest

from rounds.pairing import (
    Explainer,
    Mentee,
    Mentor,
    Solution,
    faults,
    from_json,
    preset,
    rounded,
    rule_effects,
    solve,
    to_json,
)
from tests.pairing.people import invented


@pytest.mark.parametrize("seed", range(5))
def test_solution_passes_every_check(seed):
    problem = invented(seed, 30, 14)

    solution = solve(problem)

    assert faults(problem, solution) == ()
    assert solution.proof.gap == 0


def test_snapshot_replays_to_the_same_bytes():
    problem = invented(3, 25, 12)
    solution = solve(problem)

    again = from_json(to_json(problem))

    assert to_json(again) == to_json(problem)
    assert solve(again).to_json() == solution.to_json()
    assert Solution.from_json(solution.to_json()) == solution


def test_contributions_add_up_to_the_score():
    problem = invented(4, 20, 10)
    solution = solve(problem)
    explain = Explainer(problem, solution)

    for pair in solution.pairs:
        reasons = explain.pair(pair.mentee, pair.mentor)

        assert sum(part.micro for part in reasons.contributions) == pair.score == reasons.score
        shown = rounded([part.micro for part in reasons.contributions])
        assert round(sum(float(number) for number in shown), 2) == round(pair.score / 1_000_000 + 1e-9, 2)


def test_everybody_without_a_mentor_gets_a_reason_and_a_fix():
    problem = invented(5, 40, 10)
    solution = solve(problem)

    reasons = Explainer(problem, solution).unmatched()

    assert [item.mentee for item in reasons] == list(solution.unmatched)
    assert all(item.words and item.fix for item in reasons)


def test_personal_rules_all_read_the_same():
    problem = invented(6, 30, 12)
    explain = Explainer(problem, solve(problem))
    personal = [r for r in problem.relations if r.kind in ("exclusion", "ended", "line_manager", "evaluator")]

    shown = {explain.not_chosen(r.mentee, r.mentor) for r in personal}

    words = {
        item.public[0] for item in shown if item.rules and item.rules != ("tier",) and "ban" not in item.rules
    }
    assert words == {"not available"}


def test_rule_effects_name_what_each_rule_removes():
    problem = invented(7, 30, 12)

    effects = {effect.rule: effect for effect in rule_effects(problem)}

    assert effects["tier"].pairs >= effects["tier"].alone > 0
    assert effects["capacity"].pairs == 30 * int((problem.mentors.capacity == 0).sum())


def test_people_are_plain_records():
    problem = invented(8, 5, 3).of(
        [Mentee(id="cleo", gaps={"finance": 3})],
        [Mentor(id="bob", expertise={"finance": 5})],
        weights=preset("growth"),
    )

    solution = solve(problem)

    assert [(pair.mentee, pair.mentor) for pair in solution.pairs] == [("cleo", "bob")]
