"""Departments side by side: what they share, how much they differ, and each drawn toward the whole as far as it is small."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from rounds.evidence.arrays import Floats, codes, digest, floats, normal_quantile, same_length, table
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Caution, Estimate, Result, answer, refusal

FEW_UNITS = 30


def random_effects(values: ArrayLike, errors: ArrayLike, *, level: float = 0.95) -> Result:
    """Return the mean of units that may differ, its interval, and where a further unit would lie.

    DerSimonian and Laird 1986, tau squared never under 0; prediction interval of Higgins, Thompson and Spiegelhalter 2009.
    """
    found, se = floats("values", values), floats("errors", errors)
    same_length(values=found, errors=se)
    if (se <= 0).any():
        raise InvalidInput("errors must be above 0.")
    named = digest("random_effects", found, se, level)
    k = len(found)
    if k < 2:
        return refusal("random_effects", "DerSimonian-Laird", named, "too_few", "Two units at least.", n=k)
    weight = 1 / se**2
    fixed = float(weight @ found / weight.sum())
    q = float(weight @ (found - fixed) ** 2)
    between = max(0.0, (q - (k - 1)) / float(weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (se**2 + between)
    mean, error = float(weight @ found / weight.sum()), 1 / math.sqrt(float(weight.sum()))
    reach = normal_quantile(level) * error
    estimates = {"mean": Estimate(mean, mean - reach, mean + reach, level, "", error)}
    if k > 2:
        wide = float(stats.t.ppf(0.5 + level / 2, k - 2)) * math.sqrt(between + error**2)
        estimates["next"] = Estimate(mean, mean - wide, mean + wide, level, "a further unit")
    numbers = {"q": q, "tau2": between, "i2": max(0.0, 1 - (k - 1) / q) if q else 0.0}
    return answer("random_effects", "DerSimonian-Laird", named, n=k, estimates=estimates, numbers=numbers)


def shrink(values: ArrayLike, variance: float) -> Result:
    """Return each unit drawn toward the mean of all by one factor (Efron and Morris 1975: 1 - (k - 3) variance / spread)."""
    found = floats("values", values)
    named = digest("shrink", found, float(variance))
    k = len(found)
    if k < 4 or variance < 0:
        return refusal("shrink", "Efron-Morris", named, "too_few", "Four units at least.", n=k)
    mean = float(found.mean())
    spread = float(((found - mean) ** 2).sum())
    factor = max(0.0, 1 - (k - 3) * variance / spread) if spread else 0.0
    estimates = {str(place): Estimate(mean + factor * float(one - mean)) for place, one in enumerate(found)}
    return answer(
        "shrink", "Efron-Morris", named, n=k, estimates=estimates, numbers={"mean": mean, "factor": factor}
    )


def mixed(
    outcome: ArrayLike, units: ArrayLike, columns: ArrayLike | None = None, *, level: float = 0.95
) -> Result:
    """Return means under a random intercept per unit, by restricted likelihood (Patterson and Thompson 1971).

    The likelihood is profiled to the ratio of the two variances and searched on its logarithm: good to 1e-4, shown so.
    """
    y, unit = floats("outcome", outcome), codes("units", units)
    same_length(outcome=y, units=unit)
    n = len(y)
    block = np.ones((n, 1))
    if columns is not None and n:
        block = np.hstack([block, table("columns", columns, n)])
    named = digest("mixed", y, unit, block, level)
    many = int(unit.max()) + 1 if n else 0
    if many < 2 or n <= many or n <= block.shape[1] or np.ptp(y) == 0:
        words = "A random intercept needs two units, more rows than units, and rows that differ."
        return refusal("mixed", "restricted likelihood", named, "too_few", words, n=n)
    sizes = np.bincount(unit).astype(np.float64)

    def fitted(ratio: float) -> tuple[float, Floats, float, Floats]:
        shrunk = ratio / (1 + sizes * ratio)
        sums = np.zeros((many, block.shape[1]))
        np.add.at(sums, unit, block)
        whole = np.bincount(unit, weights=y)
        information = block.T @ block - (sums * shrunk[:, None]).T @ sums
        bread = np.linalg.inv(information)
        beta = bread @ (block.T @ y - sums.T @ (shrunk * whole))
        left = y - block @ beta
        by_unit = np.bincount(unit, weights=left)
        squares = float(left @ left - shrunk @ by_unit**2)
        free = n - block.shape[1]
        said = free * (1 + math.log(2 * math.pi * squares / free)) + float(np.log1p(sizes * ratio).sum())
        return said + float(np.linalg.slogdet(information)[1]), beta, squares / free, bread

    grid = np.linspace(-12, 8, 41)
    start = int(np.argmin([fitted(math.exp(log))[0] for log in grid]))
    ends = (grid[max(start - 1, 0)], grid[min(start + 1, 40)])
    best = optimize.minimize_scalar(
        lambda log: fitted(math.exp(log))[0], bounds=ends, method="bounded", options={"xatol": 1e-10}
    )
    ratio = math.exp(best.x) if fitted(0.0)[0] > best.fun else 0.0
    deviance, beta, residual, bread = fitted(ratio)
    se, z = np.sqrt(np.diag(bread) * residual), normal_quantile(level)
    names = ("mean", *(f"column {k}" for k in range(1, len(beta))))
    estimates = {
        name: Estimate(beta[k], beta[k] - z * se[k], beta[k] + z * se[k], level, "", se[k])
        for k, name in enumerate(names)
    }
    few = (
        (Caution("few_units", f"{many} units: their likeness is poorly known."),) if many < FEW_UNITS else ()
    )
    numbers = {"between": ratio * residual, "within": residual, "reml": deviance}
    return answer(
        "mixed", "restricted likelihood", named, n=n, estimates=estimates, numbers=numbers, warnings=few
    )
