"""A problem beside its solution: scores, prices and removals, read row by row when somebody asks."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from rounds.pairing.arguments import check
from rounds.pairing.explaining.reasons import Loss
from rounds.pairing.problem.columns import Ints
from rounds.pairing.problem.problem import Problem
from rounds.pairing.scoring.contributions import Contributions
from rounds.pairing.scoring.rules import Removals, removals
from rounds.pairing.solving.instance import check_belongs, prepare
from rounds.pairing.solving.solution import Solution

BANNED = -(2**61)


class Solved:
    """Reads one problem and its solution; rows are computed on demand, so large runs can be explained too."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        check("The problem", problem, Problem, "a Problem")
        check_belongs(problem, solution)
        self.problem = problem.ordered
        self.solution = solution
        self.instance = prepare(problem, aim=solution.aim, floor=solution.floor)
        self.contributions = Contributions(self.problem)
        scale = self.instance.scale
        self.prices: Ints = np.array(
            [solution.price_of.get(mentor, 0) // scale for mentor in self.problem.mentors.ids], dtype=np.int64
        )

    @cached_property
    def removals(self) -> Removals:
        """Find what the hard rules remove, once."""
        return removals(self.problem)

    def places(self, mentee: str, mentor: str) -> tuple[int, int]:
        return self.problem.row_of(mentee), self.problem.column_of(mentor)

    def scores(self, rows: Ints) -> Ints:
        """Return the micro-points of all pairs that may be made, locked ones too; BANNED elsewhere."""
        scores = self.instance.scorer.block(rows)
        if self.instance.lowest is not None:
            scores[scores < self.instance.lowest] = -np.inf
        allowed = np.isfinite(scores)
        whole: Ints = np.where(
            allowed, np.where(allowed, scores, 0).astype(np.int64) * self.instance.scale, BANNED
        )
        return whole

    def reduced(self, row: int) -> Ints:
        """Return a mentee's scores less the mentors' prices, in micro-points."""
        scores = self.scores(np.array([row]))[0]
        return np.where(scores == BANNED, BANNED, scores - self.prices * self.instance.scale)

    def gain(self, row: int, reduced: Ints) -> int:
        """Return what the mentee's last place is worth to the run: any other mentor must offer more to be chosen."""
        mentee = self.problem.mentees.ids[row]
        locked = set(self.instance.locked_of.get(row, ()))
        mine = [self.problem.mentor_place[mentor] for mentor in self.solution.mentors_of.get(mentee, ())]
        free = [place for place in mine if place not in locked]
        offers = [int(reduced[place]) for place in free]
        if len(free) < self.instance.demand[row]:  # a place stays empty: anything above this would be taken
            offers.append(0 if mine else -self.instance.bonus * self.instance.scale)
        return min(offers)

    def loss(self, micro: int) -> Loss:
        """Split micro-points that hold the bonus into people and points."""
        bonus = self.instance.bonus * self.instance.scale
        if not bonus:
            return Loss(0, micro)
        people = (2 * micro + bonus) // (2 * bonus)
        return Loss(people, micro - people * bonus)
