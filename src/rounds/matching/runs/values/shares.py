"""How much of each criterion two people of a frozen input have, whatever the criterion weighed then."""

from collections.abc import Mapping
from dataclasses import replace

from rounds.matching.input.values.weights import CRITERIA
from rounds.pairing import UNIT, Problem
from rounds.pairing.scoring.contributions import Contributions


class Shares:
    """The criteria of one problem, ready to be read for pairs of its people."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        # a criterion without weight is left out of a run, but not of what is learned of it
        weights = replace(problem.weights, values=dict.fromkeys(CRITERIA, 1), priorities=())
        self._criteria = Contributions(problem.with_weights(weights))

    def of(self, mentee: str, mentor: str) -> Mapping[str, float] | None:
        """Return each criterion from 0 to 1; None when one of the two was not in the run."""
        row, column = self._problem.mentee_place.get(mentee), self._problem.mentor_place.get(mentor)
        if row is None or column is None:
            return None
        return {one.key: one.value / UNIT for one in self._criteria.of(row, column)}
