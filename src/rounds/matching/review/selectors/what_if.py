"""What other weights or another aim would change: the next run, not saved yet.

It is built as the run is that "Save" begins: from the cohort, its locks and its bans as they are now. Both sides are
measured by the weights that the reviewed run has saved, over the people who are here now.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rounds.core.folding import order_key
from rounds.matching.enums import Aim
from rounds.matching.input.selectors.freezing import first_seed, next_snapshot, weights_now
from rounds.matching.input.selectors.weights import next_weights
from rounds.matching.input.values.weights import CRITERIA, Preset, scaled
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.outcomes import Change, Outcome, changes_between, kept_between
from rounds.matching.review.selectors.people import People, Someone
from rounds.pairing import PRESETS, Solution, evaluate, side_by_side, solve

AIMS_AT_ONCE = 60_000  # pairs up to which all three aims are shown without being asked for
BINS = 12
HIGHEST = 1_000_000  # micro-points of a perfect pair


@dataclass(frozen=True)
class Weight:
    """One weight, of a criterion or a priority by its id: as saved, and as tried."""

    key: str
    saved: int
    tried: int


@dataclass(frozen=True)
class AimOutcome:
    """What one aim gives, by the saved weights: mentors whose places are full, pairs who would rather swap."""

    aim: Aim
    outcome: Outcome
    full: int
    blocking: int


@dataclass(frozen=True)
class Since:
    """What the cohort has become since the run: who left, who came, and decisions that its pairs don't follow."""

    left: list[Someone]
    joined: list[Someone]
    decisions: int


@dataclass(frozen=True)
class WhatIf:
    """The tried weights against the run."""

    aim: str
    solution: Solution
    before: Outcome
    after: Outcome
    changes: list[Change]
    kept: int
    # how many pairs score in each twelfth of 0 to 100: (before, after)
    counts: list[tuple[int, int]]
    newly_unmatched: list[Someone]
    newly_matched: list[Someone]
    names: Mapping[str, Someone]
    mentees: int
    since: Since


def tried_numbers(board: Board, given: Mapping[str, int], preset: Preset | None) -> dict[str, int]:
    """Give the numbers to try: a preset's, or those typed, always adding up to 100."""
    saved = saved_numbers(board)
    if preset is not None:
        room = 100 - sum(board.run.weights.priorities.values())
        return {**saved, **scaled(PRESETS[preset.key].values, whole=room)}
    numbers = {key: max(0, min(100, given.get(key, number))) for key, number in saved.items()}
    changed = [key for key in saved if numbers[key] != saved[key]]
    return (
        numbers
        if sum(numbers.values()) == 100
        else scaled(numbers, keep=changed[0] if len(changed) == 1 else None)
    )


def saved_numbers(board: Board) -> dict[str, int]:
    """Give a run's weights by criterion and priority id."""
    weights = board.run.weights
    return {**{key: weights.values.get(key, 0) for key in CRITERIA}, **weights.priorities}


def tried_weights(board: Board, numbers: Mapping[str, int]) -> list[Weight]:
    """Return every weight as saved and as tried, the heaviest first."""
    saved = saved_numbers(board)
    return [
        Weight(key, saved[key], numbers[key]) for key in sorted(saved, key=lambda key: (-saved[key], key))
    ]


class Trial:
    """The next run of a board's cohort with other weights, built as the run itself would be.

    Raises DomainError with the sentence with which the run would be refused.
    """

    def __init__(self, board: Board, numbers: Mapping[str, int], aim: str) -> None:
        cohort, run = board.run.cohort, board.run
        is_same = dict(numbers) == saved_numbers(board)
        weights = run.weights if is_same else next_weights(cohort.cycle.program, run.weights.name, numbers)
        seed = first_seed(cohort)
        self.aim = aim
        self.board = board
        self.snapshot = next_snapshot(
            cohort, weights=weights, aim=aim, seed=run.seed if seed is None else seed
        )
        self.problem = self.snapshot.problem
        # the same people, measured by the weights that the run has saved
        self.measure = self.problem.with_weights(weights_now(cohort.cycle.program, run.weights))
        self.names = People(
            {
                *board.problem.mentees.ids,
                *board.problem.mentors.ids,
                *self.problem.mentees.ids,
                *self.problem.mentors.ids,
            }
        ).names

    def measured(self, solution: Solution) -> Solution:
        """Return pairs by the saved weights, as far as both people are still here."""
        here = self.problem.mentee_place, self.problem.mentor_place
        return evaluate(
            self.measure,
            [
                (one.mentee, one.mentor)
                for one in solution.pairs
                if one.mentee in here[0] and one.mentor in here[1]
            ],
        )

    def since(self) -> Since:
        """Say what differs between the run's input and what a run would take now."""
        old = {*self.board.problem.mentees.ids, *self.board.problem.mentors.ids}
        new = {*self.problem.mentees.ids, *self.problem.mentors.ids}
        return Since(
            _by_name(self.names, old - new), _by_name(self.names, new - old), len(self.board.changes)
        )


def try_weights(trial: Trial) -> WhatIf:
    """Solve what the next run would solve, and compare it with the run."""
    solution = solve(trial.problem, aim=trial.snapshot.aim)
    before, after = trial.measured(trial.board.result.solution), trial.measured(solution)
    return WhatIf(
        aim=trial.aim,
        solution=solution,
        before=Outcome.of(before),
        after=Outcome.of(after),
        changes=changes_between(trial.names, before, after),
        kept=kept_between(before, after),
        counts=_counts(before, after),
        newly_unmatched=_by_name(trial.names, set(after.unmatched) - set(before.unmatched)),
        newly_matched=_by_name(trial.names, set(before.unmatched) - set(after.unmatched)),
        names=trial.names,
        mentees=len(trial.problem.mentees),
        since=trial.since(),
    )


def compare_aims(trial: Trial) -> list[AimOutcome]:
    """Solve for all three aims with the same weights, measured by the saved ones."""
    lines = []
    places = dict(zip(trial.problem.mentors.ids, trial.problem.mentors.capacity.tolist(), strict=True))
    for key, found in side_by_side(trial.problem).items():
        pairs = found.solution.mentees_of
        full = sum(len(mentees) >= places[mentor] for mentor, mentees in pairs.items())
        by_saved = Outcome.of(trial.measured(found.solution))
        lines.append(AimOutcome(Aim(key), by_saved, full, found.figures.blocking))
    return lines


def _by_name(names: Mapping[str, Someone], people: set[str]) -> list[Someone]:
    return sorted((names[one] for one in people), key=lambda one: order_key(one.sort_name))


def _counts(before: Solution, after: Solution) -> list[tuple[int, int]]:
    counts = [[0, 0] for _ in range(BINS)]
    for side, solution in enumerate((before, after)):
        for pair in solution.pairs:
            counts[max(0, min(BINS - 1, pair.score * BINS // HIGHEST))][side] += 1
    return [(old, new) for old, new in counts]
