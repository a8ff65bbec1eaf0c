"""Small problems for the laws, and two ways to solve them that share nothing with the engine."""

import itertools
import os

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from rounds.pairing import MatrixProblem

LONG = os.environ.get("ROUNDS_LONG") == "1"
LAW = settings(
    max_examples=2_000 if LONG else 200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def tables(draw, most_mentees=4, most_mentors=4, locks=True):
    """Draw a table of scores with demand, capacity, load costs, bans, locks and a minimum score."""
    n, m = draw(st.integers(1, most_mentees)), draw(st.integers(1, most_mentors))
    numbers = st.integers(-3, 12)
    scores = np.array(draw(st.lists(numbers, min_size=n * m, max_size=n * m)), dtype=np.int64).reshape(n, m)
    flags = st.lists(st.booleans(), min_size=n * m, max_size=n * m)
    allowed = np.array(draw(flags)).reshape(n, m) | np.array(draw(flags)).reshape(n, m)
    demand = np.array(draw(st.lists(st.integers(1, 2), min_size=n, max_size=n)), dtype=np.int64)
    capacity = np.array(draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)), dtype=np.int64)
    locked = []
    if locks and draw(st.booleans()):
        i, j = draw(st.integers(0, n - 1)), draw(st.integers(0, m - 1))
        if capacity[j] and allowed[i, j]:
            locked = [(i, j)]
    return MatrixProblem.of(
        scores,
        demand=demand,
        capacity=capacity,
        allowed=allowed,
        load_costs=tuple(sorted(draw(st.lists(st.integers(-4, 6), min_size=1, max_size=3)))),
        minimum_score=draw(st.none() | st.integers(-2, 8)),
        count_first=draw(st.booleans()),
        locks=tuple(locked),
        seed=draw(st.integers(0, 3)),
    )


def value(problem, pairs):
    """Return the ordered objective of chosen pairs: mentees with a mentor (0 when that is off), then points."""
    load = np.zeros(problem.scores.shape[1], dtype=np.int64)
    points = 0
    for i, j in pairs:
        points += int(problem.scores[i, j]) - step(problem, load[j])
        load[j] += 1
    return (len({i for i, _ in pairs}) if problem.count_first else 0), points


def step(problem, k):
    return problem.load_costs[min(int(k), len(problem.load_costs) - 1)]


def by_brute_force(problem):
    """Try every allowed choice: the best ordered objective, locks included."""
    n, m = problem.scores.shape
    locks = set(problem.locks)
    lowest = -(10**9) if problem.minimum_score is None else problem.minimum_score
    options = []
    for i in range(n):
        fixed = [j for a, j in locks if a == i]
        free = [
            j for j in range(m) if j not in fixed and problem.allowed[i, j] and problem.scores[i, j] >= lowest
        ]
        room = int(problem.demand[i]) - len(fixed)
        options.append(
            [(*fixed, *more) for size in range(room + 1) for more in itertools.combinations(free, size)]
        )
    best = None
    for choice in itertools.product(*options):
        pairs = [(i, j) for i, mentors in enumerate(choice) for j in mentors]
        if (np.bincount([j for _, j in pairs], minlength=m) > problem.capacity).any():
            continue
        found = value(problem, pairs)
        best = found if best is None or found > best else best
    return best


def by_integer_program(problem):
    """Solve with SciPy's integer programming, first the number of mentees, then the points."""
    n, m = problem.scores.shape
    lowest = -(10**9) if problem.minimum_score is None else problem.minimum_score
    locks = set(problem.locks)
    open_ = (problem.allowed if problem.allowed is not None else np.ones((n, m), bool)) & (
        problem.scores >= lowest
    )
    pairs = [(i, j) for i in range(n) for j in range(m) if open_[i, j] or (i, j) in locks]
    steps = [(j, k) for j in range(m) for k in range(int(problem.capacity[j]))]
    # variables: pairs, then steps of load, then "mentee i has a mentor"
    size = len(pairs) + len(steps) + n
    rows, low, high = [], [], []
    for i in range(n):
        of_mentee, has = np.zeros(size), np.zeros(size)
        mine = [at for at, (a, _) in enumerate(pairs) if a == i]
        of_mentee[mine] = 1
        has[mine], has[len(pairs) + len(steps) + i] = 1, -1
        rows += [of_mentee, has]
        low += [0, 0]
        high += [problem.demand[i], np.inf]
    for j in range(m):
        load = np.zeros(size)
        load[[at for at, (_, b) in enumerate(pairs) if b == j]] = 1
        load[[len(pairs) + at for at, (b, _) in enumerate(steps) if b == j]] = -1
        rows.append(load)
        low.append(0)
        high.append(0)
    least, most = np.zeros(size), np.ones(size)
    least[[at for at, pair in enumerate(pairs) if pair in locks]] = 1
    points = np.concatenate(
        [[problem.scores[pair] for pair in pairs], [-step(problem, k) for _, k in steps], np.zeros(n)]
    ).astype(float)
    count = np.concatenate([np.zeros(len(pairs) + len(steps)), np.ones(n)])
    limits = [LinearConstraint(np.array(rows), low, high)]
    matched = 0
    if problem.count_first:
        first = milp(-count, constraints=limits, integrality=np.ones(size), bounds=Bounds(least, most))
        matched = round(-first.fun)
        limits.append(LinearConstraint(count[None], matched, np.inf))
    second = milp(-points, constraints=limits, integrality=np.ones(size), bounds=Bounds(least, most))
    return matched, round(-second.fun)


def reached(problem, solution):
    return (solution.matched if problem.count_first else 0), solution.points
