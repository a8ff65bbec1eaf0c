"""What isn't known: people without an answer, causes not measured, many looks, and how much information a question needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from rounds.evidence.arrays import Floats, digest, floats, same_length
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Estimate, Result, answer, refusal


def rubin(
    values: ArrayLike, variances: ArrayLike, *, complete_n: int | None = None, level: float = 0.95
) -> Result:
    """Return one estimate from several completed data sets (Rubin 1987; degrees of freedom: Barnard and Rubin 1999)."""
    found, inside = floats("values", values), floats("variances", variances)
    same_length(values=found, variances=inside)
    named = digest("rubin", found, inside, complete_n, level)
    m = len(found)
    if m < 2 or (inside <= 0).any():
        return refusal("rubin", "Rubin", named, "too_few", "Two completed data sets at least.", n=m)
    mean, within, between = float(found.mean()), float(inside.mean()), float(found.var(ddof=1))
    total = within + (1 + 1 / m) * between
    increase = (1 + 1 / m) * between / within
    share = (1 + 1 / m) * between / total
    df = (m - 1) / share**2 if share else math.inf
    if complete_n is not None:
        whole = complete_n - 1
        observed = (whole + 1) / (whole + 3) * whole * (1 - share)
        df = df * observed / (df + observed) if math.isfinite(df) else observed
    reach = (
        float(stats.t.ppf(0.5 + level / 2, df))
        if math.isfinite(df)
        else float(stats.norm.ppf(0.5 + level / 2))
    )
    se = math.sqrt(total)
    lost = (increase + 2 / (df + 3)) / (increase + 1) if math.isfinite(df) else 0.0
    return answer(
        "rubin",
        "Rubin, degrees of freedom after Barnard and Rubin",
        named,
        n=m,
        estimates={"mean": Estimate(mean, mean - reach * se, mean + reach * se, level, "", se)},
        numbers={"total": total, "df": df, "increase": increase, "missing_information": lost},
    )


def benjamini_hochberg(p_values: ArrayLike) -> tuple[float, ...]:
    """Return p values made fit for being looked at together, in their order (Benjamini and Hochberg 1995)."""
    p = floats("p_values", p_values)
    if ((p < 0) | (p > 1)).any():
        raise InvalidInput("p_values must lie between 0 and 1.")
    order = np.argsort(p, kind="stable")
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(raised[::-1])[::-1])
    return tuple(float(one) for one in adjusted)


def e_value(ratio: float, *, common: bool = False) -> float:
    """Return how strong an unmeasured cause of joining and outcome must be to explain a ratio (VanderWeele and Ding 2017).

    An outcome that more than 15% reach is `common`: an odds ratio then counts by its square root.
    """
    if not (ratio > 0 and math.isfinite(ratio)):
        raise InvalidInput("ratio must be above 0.")
    size = math.sqrt(ratio) if common else ratio
    size = max(size, 1 / size)
    return size + math.sqrt(size * (size - 1))


def e_value_of_limit(low: float | None, high: float | None, *, common: bool = False) -> float:
    """Return the E-value of the limit nearer to no effect; 1 where the interval holds it."""
    if low is None or high is None or low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high, common=common)


def tipping_point(
    change: ArrayLike, lost: int, *, steps: int = 2001, farthest: float = 10.0, level: float = 0.95
) -> float | None:
    """Return the mean change that those without an answer must have had for the interval to reach no effect.

    None where it reaches it already, or where nobody is lost.
    """
    row = floats("change", change)
    n = len(row)
    if n < 2 or lost <= 0:
        return None
    mean, spread = float(row.mean()), float(row.var(ddof=1))
    sign = 1.0 if mean > 0 else -1.0

    def nearest(theirs: float) -> float:
        whole = n + lost
        together = (n * mean + lost * theirs) / whole
        squares = (n - 1) * spread + (lost - 1) * spread + n * lost / whole * (mean - theirs) ** 2
        reach = float(stats.t.ppf(0.5 + level / 2, whole - 1)) * math.sqrt(squares / (whole - 1) / whole)
        return sign * together - reach

    if nearest(mean) <= 0:
        return None
    for size in np.linspace(0, farthest, steps)[1:]:
        if nearest(mean - sign * float(size)) <= 0:
            step = farthest / (steps - 1)
            return mean - sign * float(
                optimize.brentq(lambda d: nearest(mean - sign * d), float(size) - step, float(size))
            )
    return None


def events_needed(ratio: float, *, share: float = 0.5, power: float = 0.8, level: float = 0.95) -> int:
    """Return the events that a hazard ratio needs (Schoenfeld 1983); `share` is that of the compared people in one group."""
    if not (ratio > 0 and ratio != 1 and 0 < share < 1 and 0 < power < 1):
        raise InvalidInput("ratio must be above 0 and not 1; share and power must lie between 0 and 1.")
    both = float(stats.norm.ppf(0.5 + level / 2) + stats.norm.ppf(power))
    return math.ceil(both**2 / (share * (1 - share) * math.log(ratio) ** 2) - 1e-9)


def counts_needed(ratio: float, *, share: float = 0.5, power: float = 0.8, level: float = 0.95) -> int:
    """Return the events, both groups together, that a ratio of two rates needs, by the normal form of its logarithm."""
    if not (ratio > 0 and ratio != 1 and 0 < share < 1):
        raise InvalidInput("ratio must be above 0 and not 1, share between 0 and 1.")
    both = float(stats.norm.ppf(0.5 + level / 2) + stats.norm.ppf(power))
    mine = share * ratio / (share * ratio + 1 - share)
    return math.ceil((both / math.log(ratio)) ** 2 / (mine * (1 - mine)) - 1e-9)


def pairs_needed(d: float, *, power: float = 0.8, level: float = 0.95) -> int:
    """Return the people answering twice that a change of d standard deviations needs, by the noncentral t."""
    if d == 0 or not math.isfinite(d):
        raise InvalidInput("d must not be 0.")

    def reached(n: int) -> float:
        limit = float(stats.t.ppf(0.5 + level / 2, n - 1))
        return float(stats.nct.sf(limit, n - 1, abs(d) * math.sqrt(n)))

    low, high = 2, 4
    while reached(high) < power:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reached(middle) < power else (low, middle)
    return high


def arm_needed(share: float, other: float, *, power: float = 0.8, level: float = 0.95) -> int:
    """Return the people in each of two equal groups that two shares need (Fleiss 1981, without correction)."""
    if share == other or not (0 < share < 1 and 0 < other < 1):
        raise InvalidInput("Two different shares between 0 and 1 are needed.")
    middle = (share + other) / 2
    first = float(stats.norm.ppf(0.5 + level / 2)) * math.sqrt(2 * middle * (1 - middle))
    second = float(stats.norm.ppf(power)) * math.sqrt(share * (1 - share) + other * (1 - other))
    return math.ceil(((first + second) / (share - other)) ** 2 - 1e-9)


def answers_needed(share: float, reach: float, *, level: float = 0.95) -> int:
    """Return the answers that bring a share's interval to `reach` on each side."""
    z = float(stats.norm.ppf(0.5 + level / 2))
    return math.ceil(z * z * share * (1 - share) / reach**2 - 1e-9)


def median_of(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Return median and quartiles of amounts, None without any."""
    row: Floats = floats("values", values)
    return None if len(row) == 0 else tuple(float(one) for one in np.quantile(row, (0.5, 0.25, 0.75)))  # type: ignore[return-value]
