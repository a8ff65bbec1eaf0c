"""What other weights or another aim would change. Both sides are measured by the run's saved weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from rounds.matching import words
from rounds.matching.enums import Aim
from rounds.matching.input.selectors.weights import CRITERIA, PRESET_LIST, Preset, engine_weights, scaled
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.people_shown import Someone
from rounds.pairing import PRESETS, Problem, Solution, evaluate, side_by_side, solve
from rounds.programs.models import Priority

AIMS_AT_ONCE = 60_000  # pairs up to which all three aims are shown without being asked for
BINS = 12


@dataclass(frozen=True)
class Slider:
    """One weight: as saved, and as tried."""

    key: str
    title: str
    meaning: str
    saved: int
    tried: int


@dataclass(frozen=True)
class Change:
    """One mentee whose mentors change; scores by the saved weights, in points of a hundred."""

    person: Someone
    before: str
    after: str
    was: int
    is_: int

    @property
    def change(self) -> int:
        return self.is_ - self.was

    @property
    def was_text(self) -> str:
        return words.percent(self.was)

    @property
    def is_text(self) -> str:
        return words.percent(self.is_)

    @property
    def change_text(self) -> str:
        """Return the difference of the two numbers as they are shown."""
        tenths = round(float(self.is_text) * 10) - round(float(self.was_text) * 10)
        return words.with_sign(words.percent(tenths * 1000))

    @property
    def bar(self) -> float:
        return self.change / 10_000


@dataclass(frozen=True)
class AimLine:
    """One aim in numbers, by the saved weights."""

    key: str
    name: words.Words
    words: words.Words
    matched: int
    score: str
    lowest: str
    full: int
    swaps: int


@dataclass(frozen=True)
class Bin:
    """One column of the picture of all scores, in pixels of a 240 x 80 field."""

    start: int
    x: int
    old_height: float
    new_height: float

    @property
    def old_y(self) -> float:
        return 80 - self.old_height

    @property
    def new_y(self) -> float:
        return 80 - self.new_height

    @property
    def labeled(self) -> bool:
        return self.x % 60 == 0


@dataclass(frozen=True)
class WhatIf:
    """The tried weights against the run."""

    sliders: list[Slider]
    aim: str
    solution: Solution
    changes: list[Change]
    kept: int
    matched: tuple[int, int]
    lowest: tuple[str, str]
    lowest_names: tuple[str, str]
    total: tuple[str, str]
    bins: list[Bin]
    bins_text: str
    newly_unmatched: list[str]
    newly_matched: list[str]

    @property
    def gain(self) -> int:
        return sum(change.change > 0 for change in self.changes)

    @property
    def lose(self) -> int:
        return sum(change.change < 0 for change in self.changes)

    @property
    def most(self) -> float:
        return max((abs(change.bar) for change in self.changes), default=1.0) or 1.0

    @property
    def numbers(self) -> dict[str, int]:
        return {slider.key: slider.tried for slider in self.sliders}

    @property
    def is_same(self) -> bool:
        return all(slider.saved == slider.tried for slider in self.sliders)


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
    problem = _problem(board, numbers)
    tried = solve(problem, aim=Aim(aim).value)  # type: ignore[arg-type]
    before = board.result.solution
    after = evaluate(board.problem, [(pair.mentee, pair.mentor) for pair in tried.pairs])
    counts = _counts(before, after)
    return WhatIf(
        sliders=_sliders(board, numbers),
        aim=aim,
        solution=tried,
        changes=changes_between(board, before, after),
        kept=len({(p.mentee, p.mentor) for p in before.pairs} & {(p.mentee, p.mentor) for p in after.pairs}),
        matched=(before.matched, after.matched),
        lowest=(_lowest(before)[0], _lowest(after)[0]),
        lowest_names=(_name(board, _lowest(before)[1]), _name(board, _lowest(after)[1])),
        total=(words.total(before.score), words.total(after.score)),
        bins=_bins(counts),
        bins_text=_bins_text(counts),
        newly_unmatched=sorted(board.names[one].name for one in set(after.unmatched) - set(before.unmatched)),
        newly_matched=sorted(board.names[one].name for one in set(before.unmatched) - set(after.unmatched)),
    )


def compare_aims(board: Board, numbers: Mapping[str, int]) -> list[AimLine]:
    """Solve for all three aims with the same weights, measured by the saved ones."""
    problem = _problem(board, numbers)
    lines = []
    for key, outcome in side_by_side(problem).items():
        aim, solution = Aim(key), outcome.solution
        by_saved = evaluate(board.problem, [(pair.mentee, pair.mentor) for pair in solution.pairs])
        full = sum(len(mentees) >= board.places[mentor] for mentor, mentees in solution.mentees_of.items())
        lines.append(
            AimLine(
                aim.value,
                aim.label,
                words.AIM_WORDS[aim],
                solution.matched,
                words.total(by_saved.score),
                _lowest(by_saved)[0],
                full,
                outcome.figures.blocking,
            )
        )
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


def _sliders(board: Board, numbers: Mapping[str, int]) -> list[Slider]:
    saved = saved_numbers(board)
    return [
        Slider(
            key,
            words.criterion_title(key if key in CRITERIA else f"priority:{key}", board.priorities),
            str(words.CRITERIA[key][1]) if key in words.CRITERIA else "",
            saved[key],
            numbers[key],
        )
        for key in sorted(saved, key=lambda key: (-saved[key], key))
    ]


def changes_between(board: Board, before: Solution, after: Solution) -> list[Change]:
    """List the mentees whose mentors differ, the biggest gain first."""
    old = {(pair.mentee, pair.mentor): pair.score for pair in before.pairs}
    new = {(pair.mentee, pair.mentor): pair.score for pair in after.pairs}
    moved = sorted({mentee for mentee, _mentor in old.keys() ^ new.keys()})
    changes = []
    for mentee in moved:
        left = [mentor for mentor in before.mentors_of.get(mentee, ()) if (mentee, mentor) not in new]
        right = [mentor for mentor in after.mentors_of.get(mentee, ()) if (mentee, mentor) not in old]
        changes.append(
            Change(
                board.names[mentee],
                _names(board, left),
                _names(board, right),
                sum(old[mentee, one] for one in left),
                sum(new[mentee, one] for one in right),
            )
        )
    return sorted(changes, key=lambda one: (-one.change, one.person.sort_name))


def _names(board: Board, mentors: list[str]) -> str:
    return ", ".join(board.names[mentor].name for mentor in mentors)


def _name(board: Board, person: str) -> str:
    return board.names[person].name if person else ""


def _lowest(solution: Solution) -> tuple[str, str]:
    pair = min(solution.pairs, key=lambda pair: (pair.score, pair.mentee), default=None)
    return (words.percent(pair.score), pair.mentee) if pair else ("–", "")


def _counts(before: Solution, after: Solution) -> list[tuple[int, int]]:
    """Count the pairs that score in each twelfth of 0 to 100, (before, after)."""
    width = 1_000_000 / BINS
    counts = [[0, 0] for _ in range(BINS)]
    for side, solution in enumerate((before, after)):
        for pair in solution.pairs:
            counts[max(0, min(BINS - 1, int(pair.score // width)))][side] += 1
    return [(old, new) for old, new in counts]


def _bins(counts: list[tuple[int, int]]) -> list[Bin]:
    most = max((max(pair) for pair in counts), default=1) or 1
    return [
        Bin(round(place * 100 / BINS), place * 20, round(78 * old / most, 1), round(78 * new / most, 1))
        for place, (old, new) in enumerate(counts)
    ]


def _bins_text(counts: list[tuple[int, int]]) -> str:
    return "; ".join(
        _("from %(start)s: %(old)s before, %(new)s now")
        % {"start": round(place * 100 / BINS), "old": old, "new": new}
        for place, (old, new) in enumerate(counts)
        if old or new
    )


def preset_named(key: str) -> Preset | None:
    """Find a preset by its key."""
    return next((preset for preset in PRESET_LIST if preset.key == key), None)
