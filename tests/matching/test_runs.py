import json

import pytest

from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.matching.decisions.services.decisions import (
    assign_by_hand,
    forbid_pair,
    lock_pair,
    swap_pairs,
    undo_last,
)
from rounds.matching.enums import RunState
from rounds.matching.runs.selectors import result_of, snapshot_of
from rounds.matching.runs.services.runs import start_run
from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.solving import look_first, solve_snapshot
from rounds.people.models import Person
from tests.matching.scenes import add_mentee, add_mentor, make_scene, solve_now


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital, mentees=12, mentors=8)


def test_run_matches_everybody_or_explains(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    result = result_of(run)
    matched = {pair.mentee for pair in result.solution.pairs}
    assert run.state == RunState.DRAFT
    assert run.figures["proven"]
    assert matched | set(result.unmatched) == {
        str(e.person_id) for (_, side), e in scene.enrollments.items() if side == "mentee"
    }


def test_contributions_sum_to_the_score(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    for pair in result_of(run).solution.pairs:
        reasons = result_of(run).reasons[pair.mentee, pair.mentor]
        assert sum(part.micro for part in reasons.parts) == reasons.score == pair.score


def test_replay_gives_the_same_bytes_after_people_were_edited(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    Person.objects.update(family_name="Changed")
    for enrollment in scene.enrollments.values():
        enrollment.intakes.create(version=2, answers={}, submitted_at=now())

    again = solve_snapshot(run.input.opened(), lambda *_: None)

    assert again == run.result.opened()


def test_snapshot_holds_no_name_and_no_free_text(scene):
    enrollment = scene.enrollments["Cleo", "mentee"]
    answers = {"goals": "run the Castell clinic", "gaps": {"FIN": 3}}
    enrollment.intakes.create(version=2, answers=answers, submitted_at=now())

    run = start_run(cohort=scene.cohort, by=scene.alice)

    assert "Castell" not in run.input.opened()
    assert "clinic" not in run.input.opened()


def test_second_result_of_a_killed_worker_changes_nothing(scene):
    run = start_run(cohort=scene.cohort, by=scene.alice)
    solve_now(run)
    first = run.result.opened()

    solve_now(run)

    assert run.result.opened() == first


def test_locks_and_hands_stay_and_forbidden_pairs_go(scene):
    first = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    pairs = result_of(first).solution.pairs
    lock_pair(cohort=scene.cohort, pair=_ids(pairs[0]), by=scene.alice)
    forbid_pair(
        cohort=scene.cohort, pair=_ids(pairs[1]), reason="They asked for another department", by=scene.alice
    )

    second = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    chosen = {(pair.mentee, pair.mentor) for pair in result_of(second).solution.pairs}
    assert (pairs[0].mentee, pairs[0].mentor) in chosen
    assert (pairs[1].mentee, pairs[1].mentor) not in chosen
    assert second.number == first.number + 1
    assert second.seed == first.seed


def test_swap_exchanges_two_mentors_and_is_undone_at_once(scene):
    first = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    one, other = _swappable(scene, result_of(first).solution.pairs)

    swap_pairs(
        cohort=scene.cohort,
        first=_ids(one),
        second=_ids(other),
        reason="They know each other",
        by=scene.alice,
    )
    second = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    undo_last(cohort=scene.cohort, by=scene.alice)

    chosen = {(pair.mentee, pair.mentor) for pair in result_of(second).solution.pairs}
    assert {(one.mentee, other.mentor), (other.mentee, one.mentor)} <= chosen
    with pytest.raises(OutOfOrder):
        undo_last(cohort=scene.cohort, by=scene.alice)


def test_hand_pair_over_the_places_is_refused(scene):
    add_mentor(scene, "Eve", capacity=1)
    for name in ("Finn", "Gus"):
        add_mentee(scene, name)
    assign_by_hand(cohort=scene.cohort, pair=scene.pair("Finn", "Eve"), reason="Same project", by=scene.alice)

    with pytest.raises(OutOfOrder, match="no place left"):
        assign_by_hand(
            cohort=scene.cohort, pair=scene.pair("Gus", "Eve"), reason="Same project", by=scene.alice
        )


def test_run_over_an_empty_cohort_says_what_is_missing(scene):
    scene.cohort.enrollments.all().delete()

    with pytest.raises(OutOfOrder, match="Enroll"):
        start_run(cohort=scene.cohort, by=scene.alice)


def test_second_run_at_the_same_time_is_refused(scene):
    start_run(cohort=scene.cohort, by=scene.alice)

    with pytest.raises(OutOfOrder, match="working already"):
        start_run(cohort=scene.cohort, by=scene.alice)


def test_result_is_canonical_json(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    text = run.result.opened()

    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert snapshot_of(run).digest == run.input_digest


def test_decision_without_reason_is_refused(scene):
    with pytest.raises(DomainError, match="why"):
        forbid_pair(cohort=scene.cohort, pair=scene.pair("Cleo", "Bob"), reason=" ", by=scene.alice)


def _ids(pair):
    from uuid import UUID

    return UUID(pair.mentee), UUID(pair.mentor)


def _swappable(scene, pairs):
    from rounds.matching.input.selectors.gathering import gather

    problem = gather(scene.cohort)
    tiers = {str(row.person_id): row.tier for row in (*problem.mentees, *problem.mentors)}
    for one in pairs:
        for other in pairs:
            top = {tiers[one.mentor], tiers[other.mentor]} <= {"mid_career", "executive"}
            if one.mentor != other.mentor and one.mentee != other.mentee and top:
                return one, other
    raise AssertionError("no two pairs that can be swapped")


def test_pairs_without_a_reason_are_not_among_those_to_look_at_first():
    fine = [Reasons(f"e{n}", f"o{n}", 700_000 + n, (), ("FIN",), (), (), None) for n in range(8)]

    assert look_first(fine, kept=set()) == [["e0", "o0", "lowest"]]
