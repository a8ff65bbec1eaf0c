"""Why a pair scores as it does."""

from dataclasses import dataclass
from typing import Any, Self

from rounds.pairing import PairReasons


@dataclass(frozen=True)
class Part:
    """One criterion's share of a score, in micro-points, and the most that it could be."""

    key: str
    micro: int
    most: int
    missing: tuple[str, ...]

    @property
    def value(self) -> float:
        return self.micro / self.most if self.most else 0.0


@dataclass(frozen=True)
class Reasons:
    """Why a pair scores as it does. `runner_up` is (mentor, behind, ((criterion, micro), ...)) or None."""

    mentee: str
    mentor: str
    score: int
    parts: tuple[Part, ...]
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    notes: tuple[str, ...]
    runner_up: tuple[str, int, tuple[tuple[str, int], ...]] | None
    # What the whole run would lose at least with the runner-up instead: (people, micro-points).
    rival_costs: tuple[int, int] | None = None

    @classmethod
    def of(cls, found: PairReasons, rival_costs: tuple[int, int] | None = None) -> Self:
        rival = found.runner_up
        return cls(
            found.mentee,
            found.mentor,
            found.score,
            tuple(Part(part.key, part.micro, part.most, part.missing) for part in found.contributions),
            found.covered,
            found.uncovered,
            found.notes,
            None if rival is None else (rival.mentor, rival.behind, rival.by_criterion),
            rival_costs,
        )

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def to_plain(self) -> list[Any]:
        return [
            self.mentee,
            self.mentor,
            self.score,
            [[part.key, part.micro, part.most, *part.missing] for part in self.parts],
            self.covered,
            self.uncovered,
            self.notes,
            self.runner_up,
            self.rival_costs,
        ]

    @classmethod
    def from_plain(cls, row: list[Any]) -> Self:
        mentee, mentor, score, parts, covered, uncovered, notes, rival, costs = row
        return cls(
            mentee,
            mentor,
            score,
            tuple(Part(key, micro, most, tuple(missing)) for key, micro, most, *missing in parts),
            tuple(covered),
            tuple(uncovered),
            tuple(notes),
            rival and (rival[0], rival[1], tuple((key, micro) for key, micro in rival[2])),
            costs and (costs[0], costs[1]),
        )
