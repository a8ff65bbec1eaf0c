"""What-if is the next run: the same people, locks, bans and weights, solved before anything is saved."""

import random
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from django.utils.html import escape

from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.matching.decisions.services.decisions import assign_by_hand, forbid_pair, lift_pair, lock_pair
from rounds.matching.enums import Aim
from rounds.matching.input.values.weights import CRITERIA
from rounds.matching.models import MatchRun, PairDecision
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.what_if import Trial, saved_numbers, tried_numbers, try_weights
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.pairing import POINT, Explainer, MatrixProblem, evaluate, faults, why_not
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment, Intake
from tests.matching.scenes import add_mentee, add_mentor, make_scene, random_answers, solve_now
from tests.matching.test_pages import at, client
from tests.pairing.cases import by_integer_program


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital, mentees=9, mentors=7)


def chosen(draw, scene, side, run=None):
    """Return (mentee, mentor) at random: a pair of the run, or any two."""
    pairs = result_of(run).solution.pairs if run else []
    if pairs:
        pair = draw.choice(pairs)
        return UUID(pair.mentee), UUID(pair.mentor)
    people = {
        side: list(
            Enrollment.objects.filter(cohort=scene.cohort, side=side, state="enrolled").values_list(
                "person_id", flat=True
            )
        )
        for side in ("mentee", "mentor")
    }
    return draw.choice(people["mentee"]), draw.choice(people["mentor"])


def lock(draw, scene, run):
    lock_pair(cohort=scene.cohort, pair=chosen(draw, scene, "both", run), by=scene.alice)


def assign(draw, scene, run):
    assign_by_hand(cohort=scene.cohort, pair=chosen(draw, scene, "both"), reason="drawn", by=scene.alice)


def forbid(draw, scene, run):
    forbid_pair(cohort=scene.cohort, pair=chosen(draw, scene, "both", run), reason="drawn", by=scene.alice)


def lift(draw, scene, run):
    one = PairDecision.objects.filter(undone_at=None).first()
    if one:
        lift_pair(cohort=scene.cohort, pair=(one.mentee.person_id, one.mentor.person_id), by=scene.alice)


def leave(draw, scene, run):
    one = draw.choice(list(Enrollment.objects.filter(cohort=scene.cohort, state="enrolled")))
    Enrollment.objects.filter(id=one.id).update(state=EnrollmentState.WITHDRAWN)


def join(draw, scene, run):
    add_mentor(scene, f"New{draw.randrange(10**9)}", capacity=draw.randint(1, 2))


def change_mind(draw, scene, run):
    one = draw.choice(list(Enrollment.objects.filter(cohort=scene.cohort)))
    before = Intake.objects.filter(enrollment=one).count()
    answers = random_answers(draw, one.side)
    Intake.objects.create(enrollment=one, version=before + 1, answers=answers, submitted_at=now())


def change_places(draw, scene, run):
    one = draw.choice(list(Enrollment.objects.filter(cohort=scene.cohort, side="mentor")))
    Enrollment.objects.filter(id=one.id).update(capacity=draw.randint(0, 3))


CHANGES = (lock, assign, forbid, lift, leave, join, change_mind, change_places)


@pytest.mark.parametrize("rounds", [12, pytest.param(300, marks=pytest.mark.long)])
def test_preview_gives_the_pairs_of_the_run_that_it_saves(scene, rounds):
    """Change at random what a cohort is and what was decided; try weights; save them; compare pair by pair."""
    draw, browser = random.Random(11), client(scene, "Alice")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    same = refused = moved = 0

    for _round in range(rounds):
        for change in draw.sample(CHANGES, 3):
            try:
                change(draw, scene, run)
            except DomainError:  # refused: nothing is changed
                continue
        typed = {f"w_{key}": str(draw.randint(0, 60)) for key in draw.sample(CRITERIA, draw.randint(0, 4))}
        typed["aim"] = draw.choice(Aim.values)
        page = at(scene, "matching:what_if", run_id=run.id)
        shown = browser.get(page, typed)
        numbers = {slider["key"]: slider["tried"] for slider in shown.context["sliders"]}
        before = MatchRun.objects.count()
        answer = browser.post(
            page,
            {
                **{f"w_{key}": number for key, number in numbers.items()},
                "aim": typed["aim"],
                "rationale": "drawn",
            },
        )
        if "refusal" in shown.context:
            assert escape(shown.context["refusal"]) in answer.content.decode()
            assert MatchRun.objects.count() == before
            refused += 1
            PairDecision.objects.filter(undone_at=None).delete()
            continue
        board = Board(run, scene.alice)
        tried = try_weights(Trial(board, numbers, typed["aim"]))
        saved = solve_now(MatchRun.objects.get(number=before + 1))

        assert tried.solution.pairs == result_of(saved).solution.pairs
        assert dict(result_of(saved).found["solution"])["aim"] == typed["aim"]
        same += 1
        moved += tried.solution.pairs != board.result.solution.pairs
        run = saved
    print(
        f"\n{same} previews equal to their runs, {moved} of them with other pairs, {refused} refused by both alike"
    )
    assert moved > same // 2


def as_table(problem):
    """Return the same problem as a table of scores, pair by pair, for a solver that knows nothing of people."""
    mentees, mentors = problem.mentees.ids, problem.mentors.ids
    scores = [[evaluate(problem, [(one, other)]).score for other in mentors] for one in mentees]
    places = {one: at for at, one in enumerate(mentees)}, {one: at for at, one in enumerate(mentors)}
    return MatrixProblem.of(
        scores,
        demand=problem.mentees.demand,
        capacity=problem.mentors.capacity,
        allowed=np.array([[not why_not(problem, one, other) for other in mentors] for one in mentees]),
        load_costs=problem.weights.load_costs,
        minimum_score=problem.weights.minimum_score,
        count_first=problem.weights.count_first,
        locks=tuple((places[0][one], places[1][other]) for one, other in problem.locks),
    )


def summed(problem, pairs):
    """Return the scores of pairs as their reasons add up to them."""
    explain = Explainer(problem, evaluate(problem, pairs))
    return [sum(part.micro for part in explain.pair(*pair).contributions) for pair in pairs]


def test_figures_of_other_weights_are_those_of_another_solver(scene):
    """Solve what the page tries by integer programming, and add up by reasons what it shows: ten programs, some seconds."""
    draw, browser = random.Random(23), client(scene, "Alice")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    lock(draw, scene, run)
    moved = 0

    for _round in range(5):
        typed = {f"w_{key}": str(draw.randint(0, 60)) for key in draw.sample(CRITERIA, 3)}
        shown = browser.get(at(scene, "matching:what_if", run_id=run.id), typed).context
        board = Board(run, scene.alice)
        numbers = {slider["key"]: slider["tried"] for slider in shown["sliders"]}
        trial = Trial(board, numbers, "total")
        solution = try_weights(trial).solution
        pairs = [(pair.mentee, pair.mentor) for pair in solution.pairs]
        scores = summed(trial.measure, pairs)

        assert by_integer_program(as_table(trial.problem)) == (solution.matched, solution.points)
        assert faults(trial.problem, solution) == ()
        assert shown["tried"]["matched"][1] == len({mentee for mentee, _mentor in pairs})
        for figure, micro in (("total", sum(scores)), ("lowest", min(scores))):
            said = float(shown["tried"][figure][1].replace(",", ""))
            assert said == pytest.approx(micro * 100 / POINT, abs=0.051), figure
        moved += solution.pairs != board.result.solution.pairs
    assert moved > 1


def fairest_by_integer_programs(table):
    """Return what another solver finds for the highest floor under which as many mentees have a mentor as any."""
    most, _points = by_integer_program(replace(table, count_first=True))
    locked = np.zeros_like(table.allowed)
    locked[tuple(zip(*table.locks, strict=True))] = True
    floors, best = sorted(set(table.scores[table.allowed].tolist())), None
    low, high = 0, len(floors) - 1
    while low <= high:
        middle = (low + high) // 2
        allowed = table.allowed & ((table.scores >= floors[middle]) | locked)
        found = by_integer_program(replace(table, count_first=True, allowed=allowed))
        if found[0] == most:
            best, low = found, middle + 1
        else:
            high = middle - 1
    return best


def would_both_swap(table, pairs):
    """Return every pair of two who are not together and would both rather be, by looking at each pair there is."""
    locked, found = set(table.locks), []
    for one, other in zip(*np.nonzero(table.allowed), strict=True):
        if (one, other) in pairs or (one, other) in locked:
            continue
        worth = table.scores[one, other]
        mine = [pair for pair in pairs if pair[0] == one]
        theirs = [pair for pair in pairs if pair[1] == other]
        is_free = len(mine) < table.demand[one], len(theirs) < table.capacity[other]
        better = [
            any(table.scores[pair] < worth for pair in those if pair not in locked)
            for those in (mine, theirs)
        ]
        if all(free or rather for free, rather in zip(is_free, better, strict=True)):
            found.append((one, other))
    return found


def test_previews_of_the_other_aims_hold_by_another_solver(scene):
    """Fair by integer programs from the best floor down, stable by looking at each pair: three weightings, some seconds."""
    draw, browser = random.Random(31), client(scene, "Alice")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    lock(draw, scene, run)

    for _round in range(3):
        typed = {f"w_{key}": str(draw.randint(0, 60)) for key in draw.sample(CRITERIA, 3)}
        shown = browser.get(at(scene, "matching:what_if", run_id=run.id), typed).context
        numbers = {slider["key"]: slider["tried"] for slider in shown["sliders"]}
        fair, stable = (Trial(Board(run, scene.alice), numbers, aim) for aim in ("fair", "stable"))
        solution, table = try_weights(fair).solution, as_table(fair.problem)
        places = [
            {one: at for at, one in enumerate(side.ids)}
            for side in (fair.problem.mentees, fair.problem.mentors)
        ]
        kept = {(places[0][one.mentee], places[1][one.mentor]) for one in try_weights(stable).solution.pairs}

        assert fairest_by_integer_programs(table) == (solution.matched, solution.points)
        assert would_both_swap(table, kept) == []
        assert set(table.locks) <= kept


def test_preview_keeps_a_lock_that_is_newer_than_the_run(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    mentee, mentor = _other_pair(scene, run)
    assign_by_hand(cohort=scene.cohort, pair=(mentee, mentor), reason="they asked", by=scene.alice)

    answer = client(scene, "Alice").get(at(scene, "matching:what_if", run_id=run.id), {"preset": "wishes"})
    board = Board(run, scene.alice)
    tried = try_weights(Trial(board, tried_numbers(board, {}, None), "total"))

    assert (str(mentee), str(mentor)) in {(pair.mentee, pair.mentor) for pair in tried.solution.pairs}
    assert "1 decision that this run’s pairs do not follow" in answer.content.decode().replace("&#x27;", "’")


def test_preview_says_who_came_and_who_left_since_the_run(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    add_mentee(scene, "Fay")
    gone = scene.enrollments["Mia 3", "mentee"]
    Enrollment.objects.filter(id=gone.id).update(state=EnrollmentState.WITHDRAWN)

    board = Board(run, scene.alice)
    tried = try_weights(Trial(board, saved_numbers(board), "total"))

    assert [one.id for one in tried.since.left] == [str(gone.person_id)]
    assert len(tried.since.joined) == 1
    assert tried.before.matched <= tried.mentees


def _other_pair(scene, run):
    """Return a mentee and a mentor with a place whom the run did not pair."""
    board = Board(run, scene.alice)
    solution = board.result.solution
    for mentee, others in board.result.mentors_for.items():
        for mentor, _score in others:
            if mentor not in solution.mentors_of.get(mentee, ()):
                return UUID(mentee), UUID(mentor)
    raise LookupError("Everybody has everybody.")
