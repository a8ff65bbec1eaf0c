"""A run in numbers, the aims side by side, and what changed between two runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rounds.pairing.arguments import check
from rounds.pairing.problem.problem import Problem
from rounds.pairing.solving.checks import blocking_pairs
from rounds.pairing.solving.instance import check_belongs
from rounds.pairing.solving.solution import Aim, Solution


@dataclass(frozen=True)
class RunSummary:
    """Scores in micro-points. `quartiles` least, lower quartile, median, upper quartile, most of the pairs' scores;
    `load` (mentees, mentors with that many); `empty_places` places that stayed free; `blocking` pairs who would
    both rather have each other than what they have."""

    aim: Aim
    mentees: int
    matched: int
    pairs: int
    score: int
    load_cost: int
    quartiles: tuple[int, ...]
    load: tuple[tuple[int, int], ...]
    empty_places: int
    blocking: int

    @property
    def worst(self) -> int | None:
        return self.quartiles[0] if self.quartiles else None


def summary(problem: Problem, solution: Solution) -> RunSummary:
    """Describe a run: scores, load, empty places, and pairs who would both rather swap."""
    check("The problem", problem, Problem, "a Problem")
    check_belongs(problem, solution)
    scores = sorted(pair.score for pair in solution.pairs)
    last = len(scores) - 1
    quartiles = tuple(scores[(last * quarter + 2) // 4] for quarter in range(5)) if scores else ()
    places = zip(problem.mentors.ids, problem.mentors.capacity.tolist(), strict=True)
    taken = [(capacity, len(solution.mentees_of.get(mentor, ()))) for mentor, capacity in places]
    load = Counter(mentees for capacity, mentees in taken if capacity > 0)
    return RunSummary(
        aim=solution.aim,
        mentees=len(problem.mentees),
        matched=solution.matched,
        pairs=len(solution.pairs),
        score=solution.score,
        load_cost=solution.load_cost,
        quartiles=quartiles,
        load=tuple(sorted(load.items())),
        empty_places=sum(max(0, capacity - mentees) for capacity, mentees in taken),
        blocking=len(blocking_pairs(problem, solution)),
    )


@dataclass(frozen=True)
class Difference:
    """What changed from one solution to another; pairs as (mentee id, mentor id)."""

    kept: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    new: tuple[tuple[str, str], ...]
    newly_matched: tuple[str, ...]
    newly_unmatched: tuple[str, ...]
    score: int
    load_cost: int
    same_objective: bool


def difference(before: Solution, after: Solution) -> Difference:
    """Compare two solutions, of one problem or of two (a what-if, last year, pairs made by hand)."""
    check("“Before”", before, Solution, "a Solution")
    check("“After”", after, Solution, "a Solution")
    old = {(pair.mentee, pair.mentor) for pair in before.pairs}
    new = {(pair.mentee, pair.mentor) for pair in after.pairs}
    had, have = {mentee for mentee, _ in old}, {mentee for mentee, _ in new}
    return Difference(
        kept=tuple(sorted(old & new)),
        gone=tuple(sorted(old - new)),
        new=tuple(sorted(new - old)),
        newly_matched=tuple(sorted(have - had)),
        newly_unmatched=tuple(sorted(had - have)),
        score=after.score - before.score,
        load_cost=after.load_cost - before.load_cost,
        same_objective=(before.matched, before.points) == (after.matched, after.points),
    )


def replay_says(kept: Solution, again: Solution) -> str:
    """Say in words whether solving a kept run again gave the same answer."""
    check("What was kept", kept, Solution, "a Solution")
    check("What came again", again, Solution, "a Solution")
    if kept.to_json() == again.to_json():
        return "The same pairs."
    if difference(kept, again).same_objective:
        return "The same objective, another tie: software versions differ, the pairs are as good."
    return "Another objective: the input or the engine changed."
