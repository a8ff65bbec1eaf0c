"""Scales: from a value to a place."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Carry [low, high] to [left, right]; a ratio by its logarithm."""

    low: float
    high: float
    left: float
    right: float
    is_ratio: bool = False

    def __call__(self, value: float) -> float:
        """Return the place of a value; one outside stands at the edge."""
        turn: Callable[[float], float] = math.log if self.is_ratio else float
        share = (turn(value) - turn(self.low)) / (turn(self.high) - turn(self.low))
        return round(self.left + min(1.0, max(0.0, share)) * (self.right - self.left), 1)


def whole_steps(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return round numbers from low to high, at most so many."""
    span = high - low
    for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000):
        if span / step + 1 <= most:
            break
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(k * step, 6) for k in range(first, last + 1))


def written(value: float) -> str:
    """Return a number as axes print it, with a real minus."""
    return f"{value:g}".replace("-", "−")
