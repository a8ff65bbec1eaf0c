"""Mentored or not from a fixed start: weighted until both look alike, or refused; and few departments compared by shuffling."""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import ArrayLike

from rounds.evidence.arrays import Floats, digest, flags, floats, normal_quantile, same_length, table
from rounds.evidence.regression import least_squares, logistic, sandwich, solved
from rounds.evidence.results import Caution, Estimate, Result, answer, refusal

MOST_UNLIKE = 0.10  # standardized difference of means after weighting
HEAVIEST, LEAST_EFFECTIVE = 20.0, 0.30
AIMS = {"overlap": "overlap weights", "att": "weights to the joined", "ate": "weights to all"}
LEAST_UNITS = 4


def weighted(
    outcome: ArrayLike, joined: ArrayLike, columns: ArrayLike, *, aim: str = "overlap", level: float = 0.95
) -> Result:
    """Return the difference of weighted means, refused unless the weighted groups look alike.

    Overlap weights: Li, Morgan and Zaslavsky 2018. The joined as they are: Hirano and Imbens 2001. Errors stack the
    weights' own model (Lunceford and Davidian 2004). Refused: a standardized difference above .10, a weight above 20,
    an effective number of a group under 30% of the smaller group.
    """
    y, arm = floats("outcome", outcome), flags("joined", joined).astype(float)
    same_length(outcome=y, joined=arm)
    named = digest("weighted", y, arm, columns, aim, level)
    x = table("columns", columns, len(y))
    n, method = len(y), AIMS[aim]
    if arm.sum() < 2 or n - arm.sum() < 2:
        return refusal("weighted", method, named, "one_arm", "Two people in each group at least.", n=n)
    spread = x.std(axis=0)
    kept = spread > 0
    design = np.hstack([np.ones((n, 1)), (x[:, kept] - x[:, kept].mean(axis=0)) / spread[kept]])
    fit = logistic(design, arm)
    if fit is None:
        words = "The columns tell all who joined from all who didn't: nobody can be compared."
        return refusal("weighted", method, named, "no_overlap", words, n=n)
    chance = np.clip(fit.fitted, 1e-12, 1 - 1e-12)
    weight, slope = _weights(chance, arm, aim)
    first, second = (float((weight * one) @ y / (weight * one).sum()) for one in (arm, 1 - arm))
    balance = _unlike(x[:, kept], arm, weight)
    effective = [float((weight * one).sum() ** 2 / ((weight * one) ** 2).sum()) for one in (arm, 1 - arm)]
    heaviest = (
        float((weight / np.where(arm > 0, _mean(weight, arm), _mean(weight, 1 - arm))).max())
        if aim == "overlap"
        else float(weight.max())
    )
    numbers = {
        "worst_difference": float(balance[np.argmax(np.abs(balance))]) if len(balance) else 0.0,
        "heaviest": heaviest,
        "effective_joined": effective[0],
        "effective_others": effective[1],
        "raw": float(y[arm > 0].mean() - y[arm == 0].mean()),
    }
    reason = _refused(numbers, arm)
    value = first - second
    se = math.sqrt(_stacked(design, y, arm, chance=chance, weight=weight, slope=slope, means=(first, second)))
    reach = normal_quantile(level) * se
    found = answer(
        "weighted",
        method,
        named,
        n=n,
        estimates={
            "difference": Estimate(value, value - reach, value + reach, level, "difference of means", se)
        },
        numbers=numbers,
    )
    if reason is None:
        return found
    # the numbers stay, for they are the reason
    return Result("weighted", method, named, numbers=found.numbers, n=n, warnings=(reason,))


def adjusted(outcome: ArrayLike, joined: ArrayLike, columns: ArrayLike, *, level: float = 0.95) -> Result:
    """Return the coefficient of having joined beside the columns, by least squares with Huber and White's errors."""
    y, arm = floats("outcome", outcome), flags("joined", joined).astype(float)
    same_length(outcome=y, joined=arm)
    design = np.column_stack([np.ones(len(y)), arm, table("columns", columns, len(y))])
    named = digest("adjusted", y, design, level)
    fit = least_squares(design, y) if len(y) > design.shape[1] else None
    if fit is None:
        words = "There are no more people than columns, or columns repeat each other."
        return refusal("adjusted", "least squares", named, "not_identified", words, n=len(y))
    value, se = float(fit.beta[1]), math.sqrt(float(sandwich(fit)[1, 1]))
    reach = normal_quantile(level) * se
    one = Estimate(value, value - reach, value + reach, level, "difference of means", se)
    return answer("adjusted", "least squares", named, n=len(y), estimates={"difference": one})


def unit_difference(values: ArrayLike, joined: ArrayLike, *, level: float = 0.95) -> Result:
    """Return the difference between two sets of departments, tested by all ways to choose them (Fisher 1935).

    Four and four at least. The interval holds the differences that the same test doesn't reject.
    """
    row, arm = floats("values", values), flags("joined", joined)
    same_length(values=row, joined=arm)
    named = digest("unit_difference", row, arm, level)
    chosen = int(arm.sum())
    if chosen < LEAST_UNITS or len(row) - chosen < LEAST_UNITS:
        words = f"{chosen} and {len(row) - chosen} departments: four and four are needed."
        return refusal("unit_difference", "permutation", named, "too_few", words, n=len(row))
    draws = _choices(len(row), chosen)
    value = float(row[arm].mean() - row[~arm].mean())

    def p_of(shift: float) -> float:
        moved = row - shift * arm
        sums = draws @ moved
        means = sums / chosen - (moved.sum() - sums) / (len(row) - chosen)
        seen = float(moved[arm].mean() - moved[~arm].mean())
        return float((np.abs(means) >= abs(seen) - 1e-12 * (1 + abs(seen))).mean())

    reach = max(float(np.ptp(row)) * 4, 1e-9)
    ends = (_edge(p_of, value, value - reach, 1 - level), _edge(p_of, value, value + reach, 1 - level))
    one = Estimate(value, *ends, level, "difference of means")
    return answer(
        "unit_difference",
        "permutation",
        named,
        n=len(row),
        estimates={"difference": one},
        numbers={"p": p_of(0.0)},
    )


def _weights(chance: Floats, arm: Floats, aim: str) -> tuple[Floats, Floats]:
    """Return the weights and their derivative by the log odds of joining."""
    if aim == "overlap":
        return arm * (1 - chance) + (1 - arm) * chance, np.where(arm > 0, -1, 1) * chance * (1 - chance)
    if aim == "att":
        odds = chance / (1 - chance)
        return np.where(arm > 0, 1.0, odds), np.where(arm > 0, 0.0, odds)
    return np.where(arm > 0, 1 / chance, 1 / (1 - chance)), np.where(
        arm > 0, -(1 - chance) / chance, chance / (1 - chance)
    )


def _mean(weight: Floats, chosen: Floats) -> float:
    return float(weight @ chosen / chosen.sum())


def _unlike(x: Floats, arm: Floats, weight: Floats) -> Floats:
    means = [(weight * one) @ x / (weight * one).sum() for one in (arm, 1 - arm)]
    spread = np.sqrt((x[arm > 0].var(axis=0, ddof=1) + x[arm == 0].var(axis=0, ddof=1)) / 2)
    return np.divide(means[0] - means[1], spread, out=np.zeros(x.shape[1]), where=spread > 0)  # type: ignore[no-any-return]


def _refused(numbers: dict[str, float], arm: Floats) -> Caution | None:
    joined, others = float(arm.sum()), float(len(arm) - arm.sum())
    if abs(numbers["worst_difference"]) > MOST_UNLIKE:
        words = (
            f"The groups stay unlike after weighting (by {abs(numbers['worst_difference']):.2f} of a spread)."
        )
    elif numbers["heaviest"] > HEAVIEST:
        words = f"One person would count {numbers['heaviest']:.1f} times."
    elif min(numbers["effective_joined"], numbers["effective_others"]) < LEAST_EFFECTIVE * min(
        joined, others
    ):
        words = "So few carry the weight of a group that under 30% of the smaller group would speak."
    else:
        return None
    return Caution("unbalanced", words, refuses=True)


def _stacked(  # type: ignore[no-untyped-def]
    design, y, arm, *, chance, weight, slope, means
) -> float:
    bread = solved(design.T @ (design * (chance * (1 - chance))[:, None]))
    if bread is None:
        return math.nan
    scores = design * (arm - chance)[:, None]
    influence = np.zeros(len(y))
    for sign, one, mean in ((1, arm, means[0]), (-1, 1 - arm, means[1])):
        whole = float((weight * one).sum())
        moved = (slope * one * (y - mean)) @ design / whole
        influence += sign * (weight * one * (y - mean) / whole + scores @ bread @ moved)
    return float(influence @ influence)


def _choices(n: int, chosen: int) -> Floats:
    """Return all ways to choose, or 20,000 of them by a fixed seed where there are more."""
    if math.comb(n, chosen) <= 20_000:
        picks = np.array(list(itertools.combinations(range(n), chosen)))
    else:
        draw = np.random.default_rng(20_000)
        picks = np.argsort(draw.random((20_000, n)), axis=1)[:, :chosen]
    block = np.zeros((len(picks), n))
    np.put_along_axis(block, picks, 1.0, axis=1)
    return block


def _edge(p_of, inside: float, outside: float, level: float) -> float:  # type: ignore[no-untyped-def]
    if p_of(outside) > level:
        return math.inf if outside > inside else -math.inf
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p_of(middle) > level else (inside, middle)
    return (inside + outside) / 2
