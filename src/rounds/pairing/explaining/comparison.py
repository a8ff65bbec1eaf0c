"""The three aims side by side for one problem."""

from __future__ import annotations

from dataclasses import dataclass

from rounds.pairing.arguments import check
from rounds.pairing.explaining.summary import RunSummary, summary
from rounds.pairing.problem.problem import Problem
from rounds.pairing.solving.solution import AIMS, Aim, Solution
from rounds.pairing.solving.solve import Progress, solve


@dataclass(frozen=True)
class AimOutcome:
    """What one aim comes to: its pairs and, in numbers, matched, total, worst pair, load and pairs who would swap."""

    solution: Solution
    figures: RunSummary


def side_by_side(problem: Problem, *, progress: Progress | None = None) -> dict[Aim, AimOutcome]:
    """Solve one problem for each aim, in the order of `AIMS`, and describe each outcome in the same numbers.

    Each is what `solve` gives for that aim alone. Greatest total and fair match equally many mentees; fair has the
    best worst pair, total the greatest score less load costs, stable nobody who would both rather swap.
    Raises ContradictoryLock and OutOfRange, as `solve` does.
    """
    check("The problem", problem, Problem, "a Problem")
    outcomes: dict[Aim, AimOutcome] = {}
    for aim in AIMS:
        solution = solve(problem, aim=aim, progress=progress)
        outcomes[aim] = AimOutcome(solution, summary(problem, solution))
    return outcomes
