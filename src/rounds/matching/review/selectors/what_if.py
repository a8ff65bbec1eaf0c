"""What other weights or another aim would change. Both sides are measured by the run's saved weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rounds.matching.enums import Aim
from rounds.matching.input.selectors.weights import engine_weights
from rounds.matching.input.values.weights import CRITERIA, Preset, scaled
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.outcomes import Change, Outcome, changes_between, kept_between
from rounds.matching.review.selectors.people import Someone
from rounds.pairing import PRESETS, Problem, Solution, evaluate, side_by_side, solve
from rounds.programs.models import Priority

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
class WhatIf:
    """The tried weights against the run."""

    weights: list[Weight]
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

    @property
    def is_same(self) -> bool:
        return all(weight.saved == weight.tried for weight in self.weights)


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


def try_weights(board: Board, numbers: Mapping[str, int], aim: str) -> WhatIf:
    """Solve the run's own input with other weights and compare."""
    tried = solve(_problem(board, numbers), aim=Aim(aim).value)  # type: ignore[arg-type]
    before = board.result.solution
    after = evaluate(board.problem, [(pair.mentee, pair.mentor) for pair in tried.pairs])
    saved = saved_numbers(board)
    return WhatIf(
        weights=[
            Weight(key, saved[key], numbers[key]) for key in sorted(saved, key=lambda key: (-saved[key], key))
        ],
        aim=aim,
        solution=tried,
        before=Outcome.of(before),
        after=Outcome.of(after),
        changes=changes_between(board, before, after),
        kept=kept_between(before, after),
        counts=_counts(before, after),
        newly_unmatched=_by_name(board, set(after.unmatched) - set(before.unmatched)),
        newly_matched=_by_name(board, set(before.unmatched) - set(after.unmatched)),
    )


def compare_aims(board: Board, numbers: Mapping[str, int]) -> list[AimOutcome]:
    """Solve for all three aims with the same weights, measured by the saved ones."""
    lines = []
    for key, found in side_by_side(_problem(board, numbers)).items():
        pairs = found.solution.mentees_of
        by_saved = evaluate(board.problem, [(pair.mentee, pair.mentor) for pair in found.solution.pairs])
        full = sum(len(mentees) >= board.places[mentor] for mentor, mentees in pairs.items())
        lines.append(AimOutcome(Aim(key), Outcome.of(by_saved), full, found.figures.blocking))
    return lines


def _problem(board: Board, numbers: Mapping[str, int]) -> Problem:
    program = board.run.cohort.cycle.program
    priorities = list(Priority.objects.filter(id__in=list(board.run.weights.priorities)))
    weights = engine_weights(program, board.run.weights, priorities, numbers=numbers)
    weights = replace(
        weights,
        minimum_score=board.problem.weights.minimum_score,
        load_costs=board.problem.weights.load_costs,
    )
    return board.problem.with_weights(weights)


def _by_name(board: Board, people: set[str]) -> list[Someone]:
    return sorted((board.names[one] for one in people), key=lambda one: one.sort_name)


def _counts(before: Solution, after: Solution) -> list[tuple[int, int]]:
    counts = [[0, 0] for _ in range(BINS)]
    for side, solution in enumerate((before, after)):
        for pair in solution.pairs:
            counts[max(0, min(BINS - 1, pair.score * BINS // HIGHEST))][side] += 1
    return [(old, new) for old, new in counts]
