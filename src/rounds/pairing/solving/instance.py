"""A problem made ready for solving: locks taken out, numbers reduced, the bonus of a first place set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import gcd
from typing import Any

import numpy as np

from rounds.pairing.arguments import Checks
from rounds.pairing.errors import ContradictoryLock, InvalidInput, OutOfRange
from rounds.pairing.problem.columns import Flags, Ints
from rounds.pairing.problem.matrix import MatrixProblem
from rounds.pairing.problem.problem import Problem
from rounds.pairing.scoring.blocks import ByRow, FactorScorer, Floats, MatrixScorer, Scorer, within
from rounds.pairing.scoring.rules import MEANINGS, why_not
from rounds.pairing.solving.solution import AIMS, Aim, Solution

MAX_COST_TIMES_NODES = 2**61  # beyond this OR-tools refuses the costs
AnyProblem = Problem | MatrixProblem


@dataclass(frozen=True)
class Instance:
    """What the solvers see. All numbers are divided by `scale`; `steps[k]` costs a mentor's k-th mentee (from 0).

    `demand` and `capacity` are what the locks leave; `met` marks mentees with a lock (no bonus left for them);
    `used` how many steps of load a mentor has taken already. `bonus` is larger than any two totals can differ.
    """

    mentee_ids: tuple[str, ...]
    mentor_ids: tuple[str, ...]
    demand: Ints
    met: Flags
    capacity: Ints
    used: Ints
    load_costs: tuple[int, ...]
    scorer: Scorer
    minimum: int | None
    bonus: int
    locks: Ints  # (locks, 2) places
    scale: int
    floor: int | None = None  # the fair aim's own minimum, reduced

    @cached_property
    def locked_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in self.locks.tolist():
            found.setdefault(row, []).append(column)
        return found

    @cached_property
    def lowest(self) -> int | None:
        limits = [limit for limit in (self.minimum, self.floor) if limit is not None]
        return max(limits) if limits else None

    def block(self, rows: Ints, columns: Ints | None = None) -> Floats:
        """Score some mentees with all mentors (or some), -inf for every pair that may not be made in this run."""
        scores = self.scorer.block(rows, columns)
        if self.lowest is not None:
            scores[scores < self.lowest] = -np.inf
        place, column, _ = within(self.locked.of_rows(rows), columns, len(self.mentor_ids))
        scores[place, column] = -np.inf  # taken already
        return scores

    @cached_property
    def locked(self) -> ByRow:
        nothing = np.zeros(len(self.locks), dtype=np.int64)
        return ByRow.of(len(self.mentee_ids), self.locks[:, 0], self.locks[:, 1], nothing)

    def step_costs(self, k: Ints, columns: Ints) -> Ints:
        """Return the cost of the k-th (from 0) further mentee of each of these mentors."""
        table = np.array(self.load_costs, dtype=np.int64)
        costs: Ints = table[np.minimum(self.used[columns] + k, len(table) - 1)]
        return costs

    def load_total(self, used: Ints, load: Ints) -> int:
        """Return what the load costs in micro-points: `load[j]` mentees after `used[j]` for each mentor."""
        table = np.array(self.load_costs, dtype=np.int64)
        total = 0
        for k in range(int(load.max(initial=0))):
            some = load > k
            total += int(table[np.minimum(used[some] + k, len(table) - 1)].sum())
        return total * self.scale

    def with_floor(self, floor: int) -> Instance:
        return replace(self, floor=floor)


def prepare(problem: AnyProblem, *, aim: Aim = "total", floor: int | None = None) -> Instance:
    """Check locks and ranges and make the instance; ContradictoryLock and OutOfRange name the people.

    The fair aim puts everybody's first mentor first whatever the weights say; `floor` (micro-points) is the
    worst score it allows.
    """
    given = Checks("arguments")
    given.kind("The problem", problem, AnyProblem, "a Problem or a MatrixProblem")
    given.word("The aim", aim, AIMS)
    given.close()
    instance = (
        _from_matrix(problem, aim) if isinstance(problem, MatrixProblem) else _from_people(problem, aim)
    )
    return instance if floor is None else instance.with_floor(floor // instance.scale)


def check_belongs(problem: AnyProblem, solution: Solution) -> None:
    """Raise InvalidInput unless a solution is one of this problem."""
    given = Checks("arguments")
    given.kind("The problem", problem, AnyProblem, "a Problem or a MatrixProblem")
    given.kind("The solution", solution, Solution, "a Solution")
    given.close()
    if solution.digest != problem.digest:
        raise InvalidInput("The solution belongs to another problem.", rule="solution")


def _from_people(problem: Problem, aim: Aim) -> Instance:
    problem = problem.ordered
    weights = problem.weights
    numbers = [*weights.values.values(), *(item.weight for item in weights.priorities)]
    scale = gcd(*numbers, *weights.load_costs, weights.minimum_score) or 1
    locks = np.array(
        sorted(
            (problem.mentee_place[mentee], problem.mentor_place[mentor]) for mentee, mentor in problem.locks
        ),
        dtype=np.int64,
    ).reshape(-1, 2)
    # the tier rule says what may be proposed; a pair that somebody keeps is made whatever the stages
    forbidden = {
        lock: tuple(rule for rule in why_not(problem, *lock) if rule != "tier") for lock in problem.locks
    }
    _refuse(
        [
            f"Mentee {lock[0]} and mentor {lock[1]} are locked, but: {MEANINGS[why[0]]}"
            for lock, why in forbidden.items()
            if why
        ],
        [person for lock, why in forbidden.items() if why for person in lock],
    )
    return _instance(
        mentee_ids=problem.mentees.ids,
        mentor_ids=problem.mentors.ids,
        demand=problem.mentees.demand,
        capacity=problem.mentors.capacity,
        load=problem.mentors.load,
        load_costs=tuple(cost // scale for cost in weights.load_costs),
        scorer=FactorScorer(problem, scale),
        minimum=weights.minimum_score // scale or None,
        count_first=weights.count_first or aim == "fair",
        locks=locks,
        scale=scale,
    )


def _from_matrix(problem: MatrixProblem, aim: Aim) -> Instance:
    n, m = problem.scores.shape
    numbers = (int(np.gcd.reduce(problem.scores, axis=None)), *problem.load_costs, problem.minimum_score or 0)
    scale = gcd(*numbers) or 1
    if problem.allowed is not None:
        banned = [lock for lock in problem.locks if not problem.allowed[lock]]
        _refuse(
            [f"Mentee {i} and mentor {j} are locked, but the pair is not allowed." for i, j in banned], []
        )
    return _instance(
        mentee_ids=tuple(str(place) for place in range(n)),
        mentor_ids=tuple(str(place) for place in range(m)),
        demand=problem.demand,
        capacity=problem.capacity,
        load=np.zeros(m, dtype=np.int64),
        load_costs=tuple(cost // scale for cost in problem.load_costs),
        scorer=MatrixScorer(problem, scale),
        minimum=None if problem.minimum_score is None else problem.minimum_score // scale,
        count_first=problem.count_first or aim == "fair",
        locks=np.array(sorted(problem.locks), dtype=np.int64).reshape(-1, 2),
        scale=scale,
    )


def _instance(
    *, demand: Ints, capacity: Ints, load: Ints, locks: Ints, count_first: bool, **given: Any
) -> Instance:
    n, m = len(demand), len(capacity)
    of_mentee, of_mentor = np.bincount(locks[:, 0], minlength=n), np.bincount(locks[:, 1], minlength=m)
    over_demand, over_capacity = np.flatnonzero(of_mentee > demand), np.flatnonzero(of_mentor > capacity)
    _refuse(
        [
            *(
                f"Mentee {given['mentee_ids'][i]} has {of_mentee[i]} locked pairs but wants {demand[i]}."
                for i in over_demand
            ),
            *(
                f"Mentor {given['mentor_ids'][j]} has {of_mentor[j]} locked pairs but {capacity[j]} places."
                for j in over_capacity
            ),
        ],
        [*(given["mentee_ids"][i] for i in over_demand), *(given["mentor_ids"][j] for j in over_capacity)],
    )
    demand, capacity = demand - of_mentee, capacity - of_mentor
    scorer: Scorer = given["scorer"]
    most_pairs = min(int(demand.sum()), int(capacity.sum()))
    step = max(abs(cost) for cost in given["load_costs"])
    bonus = 2 * most_pairs * (scorer.top + step) + 1 if count_first else 0
    if (bonus + scorer.top + step) * (n + m + 3) > MAX_COST_TIMES_NODES:
        raise OutOfRange(
            f"The scores reach {scorer.top:,} for {n:,} mentees and {m:,} mentors; their total can't be added up "
            "exactly. Divide weights, load costs and minimum score by one number.",
            rule="costs",
        )
    return Instance(
        demand=demand,
        met=of_mentee > 0,
        capacity=capacity,
        used=load + of_mentor,
        bonus=bonus,
        locks=locks,
        **given,
    )


def _refuse(problems: list[str], people: list[str]) -> None:
    if problems:
        raise ContradictoryLock(problems, rule="locks", people=sorted(set(people)))
