"""Pairs whose year is over, and what proposed weights would make of all weights. Loads no engine: pages read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rounds.matching.input.values.weights import TOTAL, scaled


@dataclass(frozen=True)
class PairOver:
    """A pair whose year is over: what it held of what it agreed on, and its criteria from 0 to 1."""

    key: str
    mentor: str
    cohort: str
    held: int
    agreed: float
    shares: Mapping[str, float]

    @property
    def good(self) -> float:
        """Return the share that was held; more than agreed is no better than all."""
        return min(1.0, self.held / self.agreed) if self.agreed else 0.0


@dataclass(frozen=True)
class PairsOver:
    """All pairs to learn from, and how many are left out: who left the institution, who came from no run."""

    pairs: tuple[PairOver, ...]
    left: int
    without_run: int

    @property
    def cohorts(self) -> list[str]:
        """Return the cohorts that they are of."""
        return sorted({one.cohort for one in self.pairs})


def numbers_with(present: Mapping[str, int], proposed: Mapping[str, int]) -> dict[str, int]:
    """Return all weights with the proposed ones in their place: the others give way in proportion, in whole points."""
    others = {key: number for key, number in present.items() if key not in proposed}
    given = scaled(others, whole=TOTAL - sum(proposed.values())) if others else {}
    return {key: proposed.get(key, given.get(key, 0)) for key in present}
