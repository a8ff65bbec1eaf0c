"""Before and after in the same people."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from rounds.evidence.arrays import digest, floats, same_length
from rounds.evidence.results import Caution, Estimate, Missing, Result, answer, refusal

FEW = 30  # people under which a mean is called imprecise
PLAIN_FROM, READ_FROM = 0.70, 0.40  # response: plain interval, mirror band, and under it nothing


def paired_change(before: ArrayLike, after: ArrayLike, *, level: float = 0.95) -> Result:
    """Return the mean change with its t interval, d_z with its noncentral t interval, and who went up or down.

    Student 1908; interval of d_z: Steiger and Fouladi 1997. p of the signed ranks: Wilcoxon 1945, normal and corrected.
    """
    first, second = floats("before", before), floats("after", after)
    same_length(before=first, after=second)
    named = digest("paired_change", first, second, level)
    change = second - first
    n = len(change)
    if n < 2:
        return refusal(
            "paired_change", "paired t", named, "too_few", "Fewer than two people answered both times.", n=n
        )
    mean, spread = float(change.mean()), float(change.std(ddof=1))
    counts = {
        "up": float((change > 0).sum()),
        "same": float((change == 0).sum()),
        "down": float((change < 0).sum()),
    }
    if spread == 0:
        alike = Caution("constant", "Everybody changed by the same amount, so no interval can be given.")
        only = {"mean": Estimate(mean, level=level, scale="points")}
        return answer(
            "paired_change", "paired t", named, estimates=only, numbers=counts, n=n, warnings=(alike,)
        )
    se = spread / math.sqrt(n)
    t, reach = mean / se, float(stats.t.ppf(0.5 + level / 2, n - 1))
    low, high = (
        _noncentral(t, n - 1, 0.5 + level / 2) / math.sqrt(n),
        _noncentral(t, n - 1, 0.5 - level / 2) / math.sqrt(n),
    )
    return answer(
        "paired_change",
        "paired t",
        named,
        n=n,
        estimates={
            "mean": Estimate(mean, mean - reach * se, mean + reach * se, level, "points", se),
            "d_z": Estimate(mean / spread, low, high, level, "standard deviations of the change"),
        },
        numbers={
            **counts,
            "t": t,
            "p": float(2 * stats.t.sf(abs(t), n - 1)),
            "signed_ranks_p": _signed_ranks(change),
        },
        warnings=_imprecise(n),
    )


def everyone(
    before_all: ArrayLike,
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.95,
    invited: int | None = None,
) -> Result:
    """Return the mean change of all who began, predicting those without an answer from where they began.

    Regression estimator of two-phase sampling (Cochran 1977, 12.6).
    """
    whole, first, second = floats("before_all", before_all), floats("before", before), floats("after", after)
    same_length(before=first, after=second)
    named = digest("everyone", whole, first, second, level)
    n, observed = len(whole), len(first)
    if observed < 3 or n < observed or np.ptp(first) == 0:
        words = "At least three people who began differently must have answered both times."
        return refusal("everyone", "regression estimator", named, "too_few", words, n=observed)
    change = second - first
    centered = first - first.mean()
    slope = float(centered @ change / (centered @ centered))
    value = float(change.mean() + slope * (whole.mean() - first.mean()))
    residual = change - change.mean() - slope * centered
    gap = (whole.mean() - first.mean()) ** 2 / float(centered @ centered)
    spread = float(residual @ residual) / (observed - 2)
    se = math.sqrt(spread * (1 / observed + gap) + slope**2 * float(whole.var(ddof=1)) / n)
    reach = float(stats.t.ppf(0.5 + level / 2, observed - 2))
    asked = n if invited is None else invited
    return answer(
        "everyone",
        "regression estimator",
        named,
        n=observed,
        estimates={"mean": Estimate(value, value - reach * se, value + reach * se, level, "points", se)},
        numbers={"slope": slope},
        missing=Missing(n, asked, observed, n - observed),
        warnings=_imprecise(observed),
    )


def from_published(
    n: int, mean: tuple[float, float], spread: tuple[float, float], *, level: float = 0.95
) -> Result:
    """Return a mean change of which only published figures are known: the limits of the mean, and of the later answers' spread.

    Both answers are taken to lie equally far apart and to have nothing to do with each other: for answers of the same people
    that go together the true interval is narrower.
    """
    named = digest("from_published", n, list(mean), list(spread), level)
    if n < 2:
        words = "Fewer than two people answered both times."
        return refusal("from_published", "published mean and spread", named, "too_few", words, n=n)
    value = sum(mean) / 2
    se = max(spread) * math.sqrt(2 / n)
    reach = float(stats.t.ppf(0.5 + level / 2, n - 1)) * se
    one = Estimate(value, min(mean) - reach, max(mean) + reach, level, "points", se)
    return answer(
        "from_published",
        "published mean and spread",
        named,
        n=n,
        estimates={"mean": one},
        warnings=_imprecise(n),
    )


def mirrored(result: Result, missing: Missing, *, name: str = "mean") -> Result:
    """Return a change with the band that its response allows: plain, mirrored, or not interpreted.

    From 70% the interval stays. From 40% those without an answer may have changed by as much the other way, or the
    same way: the band is the interval's share of those who answered, plus or minus the mean's share of the others.
    """
    share = missing.response
    if share is None or share < READ_FROM:
        said = "nobody was asked" if share is None else f"{share:.0%} answered"
        words = f"Not interpreted: {said}; from {READ_FROM:.0%} on a band can be given."
        return refusal(result.question, result.method, result.input_digest, "response", words, n=result.n)
    if share >= PLAIN_FROM or result.is_refused:
        return replace(result, missing=missing)
    one = result[name]
    size = (1 - share) * abs(one.value)
    low = share * (one.value if one.low is None else one.low) - size
    high = share * (one.value if one.high is None else one.high) + size
    band = Estimate(one.value, low, high, one.level, one.scale)
    said_here = Caution("mirror_band", "Those without an answer may have changed as much the other way.")
    estimates = MappingProxyType({**result.estimates, name: band})
    return replace(result, estimates=estimates, missing=missing, warnings=(*result.warnings, said_here))


def _imprecise(n: int) -> tuple[Caution, ...]:
    return (Caution("imprecise", f"Imprecise: {n} people."),) if n < FEW else ()


def _noncentral(t: float, df: int, level: float) -> float:
    """Return the noncentrality under which t would lie at this level; sought near t, for far out there are no digits."""

    def off(center: float) -> float:
        found = float(stats.nct.cdf(t, df, center))
        return (0.0 if center > t else 1.0) - level if math.isnan(found) else found - level

    reach = 2.0
    while reach < 64 + abs(t) and off(t - reach) * off(t + reach) > 0:
        reach *= 1.5
    if off(t - reach) * off(t + reach) > 0:
        return math.nan
    return float(optimize.brentq(off, t - reach, t + reach, xtol=1e-13, rtol=1e-14))


def _signed_ranks(change: np.ndarray) -> float:
    moved = change[change != 0]
    ranks = stats.rankdata(np.abs(moved))
    n = len(moved)
    _, ties = np.unique(np.abs(moved), return_counts=True)
    spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - float((ties**3 - ties).sum()) / 48)
    off = float(ranks[moved > 0].sum()) - n * (n + 1) / 4
    z = (abs(off) - min(0.5, abs(off))) / spread
    return float(2 * stats.norm.sf(z))
