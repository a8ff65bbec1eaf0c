"""Months in a row: is the line quiet, did it shift, and what would it have done without the change."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from rounds.evidence.arrays import Floats, digest, flags, floats, normal_quantile, same_length, table
from rounds.evidence.regression import least_squares, over_time
from rounds.evidence.results import Caution, Estimate, Result, answer, refusal

LEAST_POINTS = 12
RANGES = 2.66  # of the mean moving range to each side: three standard deviations, as Wheeler prints them


def run_chart(values: ArrayLike, *, baseline: ArrayLike | None = None) -> Result:
    """Return the median, the longest run on one side of it and the crossings, with the limits of Anhoej (2014).

    Under 12 points the line is drawn without a verdict. The median is that of the months of `baseline`, else of all.
    """
    row = floats("values", values)
    if len(row) == 0:
        named = digest("run_chart", row)
        return refusal("run_chart", "run chart", named, "nobody", "There is no month yet.")
    of = np.ones(len(row), dtype=bool) if baseline is None else flags("baseline", baseline)
    same_length(values=row, baseline=of)
    named = digest("run_chart", row) if baseline is None else digest("run_chart", row, of)
    if not of.any():
        return refusal("run_chart", "run chart", named, "nobody", "No month is of the baseline.", n=len(row))
    middle = float(np.median(row[of]))
    side = np.sign(row - middle)
    side = side[side != 0]
    turns = np.flatnonzero(np.diff(side))
    longest = int(np.diff(np.concatenate([[-1], turns, [len(side) - 1]])).max()) if len(side) else 0
    crossings, useful = len(turns), len(side)
    longest_allowed = round(math.log2(useful)) + 3 if useful else 0
    fewest = int(stats.binom.ppf(0.05, useful - 1, 0.5)) if useful > 1 else 0
    few = len(row) < LEAST_POINTS
    shifted = not few and (longest > longest_allowed or crossings < fewest)
    warned = (Caution("few_points", f"{len(row)} months: a line without verdict."),) if few else ()
    numbers = {
        "longest": longest,
        "longest_allowed": longest_allowed,
        "crossings": crossings,
        "fewest_crossings": fewest,
        "shifted": float(shifted),
        "useful": useful,
    }
    return answer(
        "run_chart",
        "run chart, Anhoej",
        named,
        n=len(row),
        estimates={"median": Estimate(middle)},
        numbers=numbers,
        warnings=warned,
    )


def xmr(values: ArrayLike) -> Result:
    """Return the mean and the natural limits of single values from their moving ranges (Shewhart 1931; Wheeler 1993)."""
    row = floats("values", values)
    named = digest("xmr", row)
    if len(row) < 2:
        return refusal("xmr", "XmR", named, "too_few", "Two months at least.", n=len(row))
    mean, range_ = float(row.mean()), float(np.abs(np.diff(row)).mean())
    reach = RANGES * range_
    outside = float((np.abs(row - mean) > reach).sum())
    few = (Caution("few_points", f"{len(row)} months: limits are rough."),) if len(row) < LEAST_POINTS else ()
    return answer(
        "xmr",
        "XmR",
        named,
        n=len(row),
        estimates={"mean": Estimate(mean, mean - reach, mean + reach, 0.9973, "natural limits")},
        numbers={"moving_range": range_, "outside": outside},
        warnings=few,
    )


def interrupted(
    values: ArrayLike,
    after: ArrayLike,
    *,
    comparison: ArrayLike | None = None,
    month: ArrayLike | None = None,
    extra: ArrayLike | None = None,
    slope_too: bool = False,
    lags: int = 12,
    level: float = 0.95,
) -> Result:
    """Return the step of a series at a change, beside its own trend and the months of the year (Wagner et al. 2002).

    Errors bear likeness in time (Newey and West 1987). With a comparison series the step is that of the difference.
    """
    row, changed = floats("values", values), flags("after", after).astype(float)
    same_length(values=row, after=changed)
    n = len(row)
    if comparison is not None:
        other = floats("comparison", comparison)
        same_length(values=row, comparison=other)
        row = row - other
    time = np.arange(n, dtype=np.float64)
    columns: list[Floats] = [np.ones(n), time, changed]
    if slope_too and changed.any():
        columns.append(changed * (time - time[changed > 0][0]))
    if month is not None:
        which = floats("month", month)
        columns += [(which == one).astype(float) for one in np.unique(which)[1:]]
    design = np.column_stack(columns)
    if extra is not None:
        design = np.hstack([design, table("extra", extra, n)])
    named = digest("interrupted", row, design, lags, level)
    method = f"interrupted series, HAC {lags} lags"
    before, later = int((changed == 0).sum()), int(changed.sum())
    if n <= design.shape[1] + 1 or before < LEAST_POINTS or later < LEAST_POINTS:
        words = f"{before} months before and {later} after: {LEAST_POINTS} of each are needed."
        return refusal("interrupted", method, named, "too_few", words, n=n)
    fit = least_squares(design, row)
    if fit is None:
        words = "The change can't be told from the trend or the months."
        return refusal("interrupted", method, named, "not_identified", words, n=n)
    se, z = np.sqrt(np.maximum(np.diag(over_time(fit, lags)), 0)), normal_quantile(level)
    names = {"trend": 1, "step": 2} | ({"slope": 3} if slope_too else {})
    estimates = {
        name: Estimate(fit.beta[k], fit.beta[k] - z * se[k], fit.beta[k] + z * se[k], level, "", se[k])
        for name, k in names.items()
    }
    return answer("interrupted", method, named, n=n, estimates=estimates)
