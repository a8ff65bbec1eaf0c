"""Audited tables of several institutions, put together: counts are summed, ratios pooled as they may differ. Pure Python, for pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
TAIL, CLOSE, STEPS = 0.025, 1e-15, 10_000


@dataclass(frozen=True)
class Share:
    """One institution's share: so many of so many."""

    some: int
    of: int


@dataclass(frozen=True)
class Rate:
    """One institution's count of events over years."""

    events: int
    years: float


@dataclass(frozen=True)
class Pooled:
    """What several say together, with its 95% interval."""

    value: float
    low: float
    high: float


def pooled_share(parts: Sequence[Share]) -> Pooled | None:
    """Return the share of all together with Wilson's interval (1927); None of nobody."""
    some, n = sum(one.some for one in parts), sum(one.of for one in parts)
    if n == 0:
        return None
    share = some / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return Pooled(share, max(0.0, middle - reach), min(1.0, middle + reach))


def pooled_rate(parts: Sequence[Rate], per: float) -> Pooled | None:
    """Return the rate of all together with its exact interval (Garwood 1936); None of no time."""
    events, years = sum(one.events for one in parts), sum(one.years for one in parts)
    if years <= 0:
        return None
    low = _root(lambda mean: _at_most(events - 1, mean), 1 - TAIL, events) if events else 0.0
    high = _root(lambda mean: _at_most(events, mean), TAIL, events)
    return Pooled(per * events / years, per * low / years, per * high / years)


def pooled_ratio(pairs: Sequence[tuple[Rate, Rate]]) -> Pooled | None:
    """Return the ratio of each first rate to its second, taken together as ratios that may differ (DerSimonian and Laird 1986).

    Institutions in which nothing happened on one side say nothing of a ratio. None of fewer than two.
    """
    known = [(a, b) for a, b in pairs if min(a.events, b.events) > 0 and min(a.years, b.years) > 0]
    if len(known) < 2:
        return None
    logs = [math.log(a.events / a.years) - math.log(b.events / b.years) for a, b in known]
    variances = [1 / a.events + 1 / b.events for a, b in known]
    weights = [1 / one for one in variances]
    fixed = _mean(logs, weights)
    q = sum(w * (one - fixed) ** 2 for w, one in zip(weights, logs, strict=True))
    spare = sum(weights) - sum(w * w for w in weights) / sum(weights)
    between = max(0.0, (q - (len(known) - 1)) / spare)
    weights = [1 / (one + between) for one in variances]
    middle, reach = _mean(logs, weights), Z / math.sqrt(sum(weights))
    return Pooled(*(math.exp(one) for one in (middle, middle - reach, middle + reach)))


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(w * one for w, one in zip(weights, values, strict=True)) / sum(weights)


def _root(chance: Callable[[float], float], wanted: float, events: int) -> float:
    """Return the mean at which a falling chance is as wanted, by halving."""
    low, high = 0.0, events + 10 * math.sqrt(events + 1) + 20
    for _halving in range(200):
        middle = (low + high) / 2
        if high - low <= CLOSE * high:
            break
        low, high = (middle, high) if chance(middle) > wanted else (low, middle)
    return (low + high) / 2


def _at_most(events: int, mean: float) -> float:
    """Return the chance of so many events or fewer (Poisson), from the middle outward, where terms are largest."""
    if mean == 0:
        return 1.0
    total, place = 0.0, events
    while place >= 0:
        term = math.exp(place * math.log(mean) - mean - math.lgamma(place + 1))
        total += term
        if term < CLOSE * total and place < mean:
            break
        place -= 1
    return min(1.0, total)
