"""Tables and columns that a caller made: whatever their kind, layout and order, they mean what they say or are refused."""

import json
from dataclasses import replace

import numpy as np
import pytest

from rounds.pairing import (
    Explainer,
    InvalidInput,
    MatrixProblem,
    Mentee,
    Mentor,
    OutOfRange,
    Problem,
    evaluate,
    faults,
    from_json,
    preset,
    solve,
    summary,
    to_json,
)
from rounds.pairing.problem.column_checks import OF_MENTEES, OF_MENTORS
from tests.pairing.people import invented

SCORES = np.array([[9, 1, 4], [8, 7, 2]])
ALLOWED = np.array([[0, 1, 1], [1, 0, 1]])


def pairs(problem, **settings):
    return [(pair.mentee, pair.mentor) for pair in solve(problem, **settings).pairs]


def test_numbers_say_which_pairs_are_allowed_as_true_and_false_do():
    by_number = MatrixProblem.of(SCORES, allowed=ALLOWED)
    by_flag = MatrixProblem.of(SCORES, allowed=ALLOWED.astype(bool))

    assert by_number.digest == by_flag.digest
    assert pairs(by_number) == [("0", "2"), ("1", "0")]


@pytest.mark.parametrize(
    "allowed",
    [
        ALLOWED * 2,
        ALLOWED - 1,
        ALLOWED.astype(float),
        ALLOWED.T,
        ALLOWED[0],
        True,
        [[1]],
        "yes",
        [["x"] * 3] * 2,
    ],
)
def test_allowed_is_refused_when_it_is_no_table_of_true_and_false(allowed):
    with pytest.raises(InvalidInput, match=r"(?i)allowed"):
        MatrixProblem.of(SCORES, allowed=allowed)


def test_lock_given_twice_stands_once():
    table = MatrixProblem.of(SCORES, locks=[(0, 1), [0, 1], (np.int64(0), 1)])
    people = Problem.of([Mentee(id="cleo")], [Mentor(id="bob")], weights=preset("balanced"))
    twice = replace(people, locks=(("cleo", "bob"), ("cleo", "bob")))

    assert pairs(table) == [("0", "1"), ("1", "0")]
    assert pairs(twice) == [("cleo", "bob")]
    assert faults(table, solve(table)) == faults(twice, solve(twice)) == ()


@pytest.mark.parametrize(
    "lock", [(0, 3), (2, 0), (-1, 0), (0, -1), (0.0, 1), (True, 1), ("0", "1"), (0,), 5, (0, 1, 2)]
)
def test_lock_beside_the_table_is_refused(lock):
    with pytest.raises(InvalidInput, match="the locks"):
        MatrixProblem.of(SCORES, locks=[lock])


@pytest.mark.parametrize("costs", [(5, 3), (0, 5, 4), (2**41,), (), (1.5,), ("1",), (True,)])
def test_load_costs_that_no_flow_can_prove_are_refused(costs):
    with pytest.raises(InvalidInput, match=r"(?i)load cost"):
        MatrixProblem.of(SCORES, load_costs=costs)


@pytest.mark.parametrize("aim", ["best", "Total", "", None, 0, ["total"], np.array(["total"])])
def test_unknown_aim_is_refused(aim):
    with pytest.raises(InvalidInput, match="total, fair or stable"):
        solve(MatrixProblem.of(SCORES), aim=aim)


@pytest.mark.parametrize(
    "table",
    [
        SCORES.tolist(),
        SCORES.astype(np.int8),
        SCORES.astype(np.uint64),
        SCORES.astype(">i4"),
        SCORES.astype(float),
        np.asfortranarray(SCORES),
        SCORES[::-1, ::-1][::-1, ::-1],
        np.repeat(np.repeat(SCORES, 2, 0), 3, 1)[::2, ::3],
        np.ma.masked_array(SCORES, mask=False),
    ],
)
def test_kind_and_layout_of_a_table_change_nothing(table):
    plain, other = MatrixProblem.of(SCORES), MatrixProblem.of(table)

    assert other.digest == plain.digest
    assert solve(other).to_json() == solve(plain).to_json()


def test_table_is_the_problems_own():
    table, places = SCORES.copy(), np.array([1, 1, 1])
    problem = MatrixProblem.of(table, capacity=places)
    before = problem.digest

    table[:], places[:] = 0, 0

    assert problem.digest == before
    with pytest.raises(ValueError, match="read-only"):
        problem.scores[0, 0] = 3


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ([[-(2**63)]], OutOfRange),
        (np.array([[2**63 + 5]], dtype=np.uint64), OutOfRange),
        ([[2**70]], OutOfRange),
        ([[1e300]], OutOfRange),
        ([[True, False]], InvalidInput),
        ([[1, 2], [3]], InvalidInput),
        ([["1"]], InvalidInput),
        ([[1 + 2j]], InvalidInput),
        ([[None]], InvalidInput),
        (np.array([["2026-01-01"]], dtype="datetime64[D]"), InvalidInput),
        (np.ma.masked_array(SCORES, mask=ALLOWED), InvalidInput),
        (np.zeros((2, 2, 2), int), InvalidInput),
    ],
)
def test_table_that_holds_no_whole_numbers_is_refused(table, error):
    with pytest.raises(error, match=r"(?i)score"):
        MatrixProblem.of(table)


@pytest.mark.parametrize("name", ["demand", "capacity"])
@pytest.mark.parametrize("value", [-1, 0.5, [1, 1, 1, 1], [[1, 1, 1]], 10**9, True, None, "2", [None] * 3])
def test_places_that_are_none_are_refused(name, value):
    with pytest.raises(InvalidInput, match=name):
        MatrixProblem.of(SCORES, **{name: value})


COLUMNS = [("mentees", *item) for item in OF_MENTEES.items()] + [
    ("mentors", *item) for item in OF_MENTORS.items()
]


def with_column(problem, side, name, values):
    return replace(problem, **{side: replace(getattr(problem, side), **{name: values})})


@pytest.mark.parametrize(("side", "name", "column"), COLUMNS)
def test_column_of_another_kind_shape_or_range_is_refused_by_its_name(side, name, column):
    problem = invented(1, 6, 4)
    right = getattr(getattr(problem, side), name)
    wrong = [
        right.astype(float),
        right[:-1],
        right[..., None],
        right.tolist(),
        None,
        np.full(right.shape, "x"),
    ]
    if column.kind is np.bool_:
        wrong.append(right.astype(int))
    else:
        wrong += [np.full_like(right, column.low - 1), np.full_like(right, 2_000), right > 0]

    for values in wrong:
        with pytest.raises(InvalidInput, match=f"“{name}” of the {side}"):
            with_column(problem, side, name, values)


@pytest.mark.parametrize(("side", "name", "column"), COLUMNS)
def test_width_and_layout_of_a_column_change_nothing(side, name, column):
    problem = invented(1, 6, 4)
    right = getattr(getattr(problem, side), name)
    wide = np.asfortranarray(right if column.kind is np.bool_ else right.astype(np.int64))

    changed = with_column(problem, side, name, np.repeat(wide, 2, axis=0)[::2])

    assert changed.digest == problem.digest
    assert solve(changed).to_json() == solve(problem).to_json()


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 3), (3, 0), (0, 0)])
def test_snapshot_of_an_empty_side_is_read_again(mentees, mentors):
    problem = Problem.of(
        [Mentee(id=f"e{k}", gaps={"finance": 1}) for k in range(mentees)],
        [Mentor(id=f"o{k}", milestones={"board": 1}) for k in range(mentors)],
        weights=preset("balanced"),
    )

    assert from_json(to_json(problem)).digest == problem.digest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gaps", 9),
        ("gaps", 1.5),
        ("wishes", -7),
        ("wishes", 99),
        ("demand", 0),
        ("tier", 40),
        ("hours", [-1]),
        ("ids", 5),
    ],
)
def test_snapshot_that_somebody_changed_is_refused(name, value):
    written = json.loads(to_json(invented(1, 6, 4)))
    row = written["mentees"][name]
    row[0] = [value, *row[0][1:]] if isinstance(row[0], list) and not isinstance(value, list) else value

    with pytest.raises(InvalidInput):
        from_json(json.dumps(written))


def test_solution_of_another_problem_is_named_as_such():
    problem, other = invented(1, 6, 4), invented(2, 9, 3)
    solution = solve(other)

    assert faults(problem, solution) == ("The solution belongs to another problem.",)
    for call in (Explainer, summary):
        with pytest.raises(InvalidInput, match="another problem"):
            call(problem, solution)


def test_people_who_are_not_in_the_run_are_named():
    problem = invented(1, 6, 4)
    explain = Explainer(problem, solve(problem))

    for call in (
        lambda: explain.pair("nobody", problem.mentors.ids[0]),
        lambda: explain.alternatives_for_mentee("nobody"),
        lambda: explain.alternatives_for_mentor("nobody"),
        lambda: evaluate(problem, [("nobody", problem.mentors.ids[0])]),
    ):
        with pytest.raises(InvalidInput, match="nobody"):
            call()
