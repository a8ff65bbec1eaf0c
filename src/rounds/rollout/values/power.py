"""What a pilot of so many people can show: the smallest change, how well a mean and a share are known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

# Of points on a scale of ten; between the answers of two people who share a mentor.
SPREAD, ALIKE = 1.8, 0.16
POWER, LEVEL = 0.8, 0.95
FEWEST = 5


@dataclass(frozen=True)
class Power:
    """What can be seen with so many people who answer both times."""

    n: int
    # the people that they count as, where some share a mentor
    effective: float
    spread: float
    # of one standard deviation of the change
    smallest: float
    # the mean change is known to so many points on each side
    reach: float

    @property
    def smallest_points(self) -> float:
        """Return the smallest change that would be seen, in points."""
        return self.smallest * self.spread


def power_of(n: int, *, spread: float = SPREAD, mentors: int = 0, alike: float = ALIKE) -> Power | None:
    """Return what n people can show; None for fewer than five. With fewer mentors than mentees they count as fewer."""
    if n < FEWEST:
        return None
    effective = effective_n(n, mentors, alike)
    return Power(n, effective, spread, smallest_change(effective), mean_reach(effective, spread))


def effective_n(n: int, mentors: int, alike: float = ALIKE) -> float:
    """Return how many independent people n mentees of so many mentors count as (design effect, Kish 1965)."""
    each = n / mentors if 0 < mentors < n else 1.0
    return n / (1 + (each - 1) * alike)


def smallest_change(n: float, *, power: float = POWER, level: float = LEVEL) -> float:
    """Return the smallest standardized mean change of n pairs of answers that is seen upward with a power, by the noncentral t."""
    df = n - 1
    limit = _t(0.5 + level / 2, df)
    special = _special()

    def missing(d: float) -> float:
        center = d * math.sqrt(n)
        return power - 1 + float(special.nctdtr(df, center, limit))

    low, high = 0.0, 0.1
    while missing(high) > 0:
        low, high = high, 1.5 * high
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (low, middle) if missing(middle) <= 0 else (middle, high)
    return high


def mean_reach(n: float, spread: float = SPREAD, *, level: float = LEVEL) -> float:
    """Return to how many points on each side a mean change of n people is known."""
    return _t(0.5 + level / 2, n - 1) * spread / math.sqrt(n)


def exact_share(yes: int, n: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of a share (Clopper and Pearson 1934)."""
    tail = (1 - level) / 2
    special = _special()
    low = float(special.betaincinv(yes, n - yes + 1, tail)) if yes else 0.0
    high = float(special.betaincinv(yes + 1, n - yes, 1 - tail)) if yes < n else 1.0
    return low, high


def share_to_see(share: float, n: int, *, power: float = POWER, level: float = LEVEL) -> float | None:
    """Return what a share must become in one of two groups of n to be seen (Cohen's h, 1988); None where nothing would be."""
    both = float(_special().ndtri(0.5 + level / 2) + _special().ndtri(power))
    angle = 2 * math.asin(math.sqrt(share)) + both * math.sqrt(2 / n)
    return math.sin(angle / 2) ** 2 if angle < math.pi else None


def _t(share: float, df: float) -> float:
    return float(_special().stdtrit(df, share))


def _special() -> Any:
    from scipy import special  # heavy, and most web processes draw no plan

    return special
