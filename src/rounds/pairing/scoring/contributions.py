"""What each criterion gives a pair, in whole micro-points that add up to the score, and one way to round them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rounds.pairing.arguments import LARGEST, Checks, listed
from rounds.pairing.problem.columns import Flags, Ints
from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.weights import POINT, UNIT
from rounds.pairing.scoring.criteria import Criterion, criteria_of
from rounds.pairing.scoring.parts import Bilinear, Clipped, Part

MOST_PLACES = 6  # a micro-point is the sixth
# criterion -> the mentee's and the mentor's answers that it needs; wishes need none
ANSWERS = {
    "gaps": ("gaps", "expertise"),
    "ambition": ("aspires", "milestones"),
    "tier": ("tier", "tier"),
    "style": ("style", "styles"),
    "site": ("sites", "sites"),
    "modality": ("modalities", "modalities"),
    "language": ("languages", "languages"),
    "department": ("department", "department"),
    "specialty": ("specialty", "specialty"),
    "availability": ("hours", "hours"),
}


@dataclass(frozen=True)
class Contribution:
    """One criterion's share of a pair's score: `micro` of at most `most` micro-points, `value` of UNIT.

    `missing` names who did not answer ("mentee", "mentor"); the value is then the middle, or 0 for wishes.
    """

    key: str
    title: str
    meaning: str
    weight: int
    value: int
    micro: int
    most: int
    missing: tuple[str, ...] = ()


class Contributions:
    """The criteria of one problem, ready to be read for single pairs (places in the problem as it is given)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.criteria: tuple[tuple[Criterion, int, tuple[Part, ...]], ...] = tuple(
            (criterion, weight, criterion.parts(problem)) for criterion, weight in criteria_of(problem)
        )

    def of(self, row: int, column: int) -> tuple[Contribution, ...]:
        return tuple(
            Contribution(
                criterion.key,
                criterion.title,
                criterion.meaning,
                weight,
                value := sum(part_at(part, row, column) for part in parts),
                weight * value,
                weight * UNIT,
                self._missing(criterion.key, row, column),
            )
            for criterion, weight, parts in self.criteria
        )

    def _missing(self, key: str, row: int, column: int) -> tuple[str, ...]:
        if key not in ANSWERS:
            return ()
        of_mentee, of_mentor = ANSWERS[key]
        mentee, mentor = (
            getattr(self.problem.mentees, of_mentee)[row],
            getattr(self.problem.mentors, of_mentor)[column],
        )
        missing = []
        if not _answered(mentee) and not (key == "ambition" and self.problem.mentees.aspired_tier[row] >= 0):
            missing.append("mentee")
        if not _answered(mentor):
            missing.append("mentor")
        return tuple(missing)


def part_at(part: Part, row: int, column: int) -> int:
    if isinstance(part, Bilinear):
        return int(part.left[row] @ part.right[column])
    if isinstance(part, Clipped):
        return part.step * min(part.need, int((part.left[row] & part.right[column]).sum()))
    return int(part.values[(part.rows == row) & (part.columns == column)].sum())


def _answered(answer: Ints | Flags | np.integer) -> bool:  # type: ignore[type-arg]
    return bool(answer >= 0) if np.ndim(answer) == 0 else bool(np.any(answer))


def rounded(micros: Sequence[int], *, places: int = 2) -> tuple[str, ...]:
    """Round micro-points for display so that the parts add up to their rounded total (largest remainder).

    The only rounding in the product: page, workbook and paper show the same digits. `places` 0 to 6.
    """
    micros = listed("The micro-points", micros)
    given = Checks("digits")
    given.numbers("The micro-points", micros)
    given.whole("The places", places, 0, MOST_PLACES)
    given.close()
    unit = POINT // 10**places
    total = (2 * sum(micros) + unit) // (2 * unit)  # nearest, half up
    floors = [micro // unit for micro in micros]
    by_rest = sorted(range(len(micros)), key=lambda item: (-(micros[item] % unit), item))
    # one part at most is short when the total rounds down: then the smallest remainder gives
    for item in by_rest[: total - sum(floors)]:
        floors[item] += 1
    return tuple(points(number * unit, places=places) for number in floors)


def points(micro: int, *, places: int = 2) -> str:
    """Write micro-points as points: 734,500 is "0.73" (half up)."""
    given = Checks("digits")
    given.whole("The micro-points", micro, -LARGEST, LARGEST)
    given.whole("The places", places, 0, MOST_PLACES)
    given.close()
    unit = POINT // 10**places
    number = (2 * abs(micro) + unit) // (2 * unit)
    sign = "-" if micro < 0 and number else ""
    whole, rest = divmod(number, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"
