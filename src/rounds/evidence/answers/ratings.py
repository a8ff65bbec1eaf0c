"""Ratings of the same people by several raters: how much of a rating is the rated, and how many raters are needed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from rounds.evidence.arrays import digest
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Estimate, Result, answer, refusal


def icc(ratings: ArrayLike, *, level: float = 0.95) -> Result:
    """Return the six intraclass correlations of a full table, people in rows and raters in columns (Shrout and Fleiss 1979).

    The interval stands beside the first: one rating by raters of chance (1,1), by the F distribution.
    """
    block = np.asarray(ratings, dtype=np.float64)
    named = digest("icc", block, level)
    if block.ndim != 2 or min(block.shape) < 2:
        return refusal("icc", "Shrout and Fleiss", named, "too_few", "Two people and two raters are needed.")
    if not np.isfinite(block).all():
        raise InvalidInput("ratings must be a full table of numbers.")
    n, k = block.shape
    whole = block.mean()
    rows = k * float(((block.mean(axis=1) - whole) ** 2).sum())
    columns = n * float(((block.mean(axis=0) - whole) ** 2).sum())
    total = float(((block - whole) ** 2).sum())
    if total == 0:
        return refusal("icc", "Shrout and Fleiss", named, "constant", "All ratings are alike.", n=n)
    between, raters = rows / (n - 1), columns / (k - 1)
    within = (total - rows) / (n * (k - 1))
    error = max(total - rows - columns, 0.0) / ((n - 1) * (k - 1))
    values = {
        "1,1": _ratio(between - within, between + (k - 1) * within),
        "2,1": _ratio(between - error, between + (k - 1) * error + k * (raters - error) / n),
        "3,1": _ratio(between - error, between + (k - 1) * error),
        "1,k": _ratio(between - within, between),
        "2,k": _ratio(between - error, between + (raters - error) / n),
        "3,k": _ratio(between - error, between),
    }
    estimates = {name: Estimate(value, level=level, scale="correlation") for name, value in values.items()}
    if within > 0:
        f, tail = between / within, 0.5 + level / 2
        low = f / stats.f.ppf(tail, n - 1, n * (k - 1))
        high = f * stats.f.ppf(tail, n * (k - 1), n - 1)
        below, above = (float((one - 1) / (one + k - 1)) for one in (low, high))
        estimates["1,1"] = Estimate(values["1,1"], below, above, level, "correlation")
    return answer("icc", "Shrout and Fleiss", named, n=n, estimates=estimates)


def raters_needed(single: float, wanted: float) -> int | None:
    """Return how many raters make a mean as reliable as wanted, None where no number does (Spearman and Brown 1910)."""
    if not 0 < wanted < 1:
        raise InvalidInput("wanted must lie between 0 and 1.")
    if single <= 0:
        return None
    return max(1, math.ceil(wanted * (1 - single) / (single * (1 - wanted)) - 1e-9)) if single < 1 else 1


def share_limits(share: float, n: int, *, levels: Sequence[float] = (0.025, 0.975)) -> tuple[int, ...]:
    """Return the counts that n people of a given share reach at these levels, exactly (funnel: Spiegelhalter 2005)."""
    return tuple(int(stats.binom.ppf(level, n, share)) for level in levels)


def mean_limits(
    scale: Sequence[float], shares: Sequence[float], n: int, *, levels: Sequence[float] = (0.025, 0.975)
) -> tuple[float, ...]:
    """Return the means that n answers of a given spread over an evenly spaced scale reach at these levels, exactly."""
    if len(scale) != len(shares) or len(scale) < 2 or n < 1:
        raise InvalidInput("Each step of the scale needs a share, and n must be at least 1.")
    steps = np.diff(np.asarray(scale, dtype=np.float64))
    if not np.allclose(steps, steps[0]):
        raise InvalidInput("The steps of the scale must be evenly spaced.")
    one = np.asarray(shares, dtype=np.float64) / float(np.sum(shares))
    sums = np.array([1.0])
    for _ in range(n):
        sums = np.convolve(sums, one)
    below = np.cumsum(sums)
    reached = (int(np.searchsorted(below, level - 1e-12)) for level in levels)
    return tuple(float(scale[0]) + float(steps[0]) * place / n for place in reached)


def _ratio(above: float, below: float) -> float:
    return above / below if below else math.nan
