"""What the pairs of closed years teach the next match: which criteria went with good pairs beyond their weight, and a step.

The prior is the present weights: y = a + s score + sum of delta_k f_k + cohort + mentor + e, with y in its own standard
deviations, s ~ N(1, 1), delta_k ~ N(0, omega2), omega half-normal(.4). What nothing speaks against stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from rounds.evidence.arrays import digest
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Caution, Estimate, Result, answer, refusal

LEAST_PAIRS, LEAST_COHORTS, LEAST_MENTORS = 150, 2, 30
SURE = 0.975
LEAST_SPREAD = 0.05  # of a criterion among the pairs: below it, all are alike
MOST_STEP = 5  # points of 100
OMEGA_SCALE, ANCHOR, WIDE = 0.4, 0.25, 10.0
Floats = Sequence[float] | np.ndarray
METHOD = "hierarchy around the present weights, on a grid"
_OMEGAS = np.array([0.02, 0.08, 0.15, 0.22, 0.3, 0.4, 0.52, 0.65, 0.8, 1.0])
_MENTORS = np.array([0.02, 0.2, 0.4, 0.6, 0.8, 1.0, 1.4])  # of the residual SD
_SIGMAS = np.linspace(0.3, 1.2, 13)


@dataclass(frozen=True)
class Pairs:
    """Hold one row a pair: how good it was, its score by the weights of its run, each criterion's share, whose it was."""

    good: Floats
    score: Floats
    shares: Sequence[Floats] | np.ndarray
    mentors: Sequence[str]
    cohorts: Sequence[str]


@dataclass(frozen=True)
class _Fit:
    """Hold the posterior: coefficients and their SDs at each point of the grid, and how likely the point is."""

    means: np.ndarray
    spreads: np.ndarray
    weight: np.ndarray

    def chance(self, place: int) -> float:
        return float(self.weight @ special.ndtr(self.means[:, place] / self.spreads[:, place]))

    def mean(self, place: int) -> float:
        return float(self.weight @ self.means[:, place])

    def end(self, place: int, share: float) -> float:
        mean, spread = self.means[:, place], self.spreads[:, place]
        low, high = float((mean - 8 * spread).min()), float((mean + 8 * spread).max())
        return float(
            optimize.brentq(
                lambda x: float(self.weight @ special.ndtr((x - mean) / spread)) - share, low, high
            )
        )


def criteria_learned(pairs: Pairs, weights: Mapping[str, int]) -> Result:
    """Return, for each criterion in the order of `weights`, what it went with beyond its weight, and the weights to try.

    Estimates are named by the criterion, in SDs of how good a pair was, none against all of the criterion, 90%. Numbers: `chance <key>`
    that it is above its weight, `spread <key>` among the pairs, `try <key>` for a weight that is proposed otherwise,
    `unit`, the SD. Proposed is what is beyond .975 and predicts a cohort that was left out no worse: half the step, at
    most 5 points of 100.
    """
    y, score, shares = (np.asarray(one, dtype=np.float64) for one in (pairs.good, pairs.score, pairs.shares))
    keys, n = list(weights), len(y)
    if shares.shape != (n, len(keys)) and n:
        raise InvalidInput("shares must hold a row a pair and a column a criterion.")
    if not len(score) == len(pairs.mentors) == len(pairs.cohorts) == n:
        raise InvalidInput("good, score, mentors and cohorts must be equally long.")
    named = digest("criteria_learned", y, score, shares, *pairs.mentors, *pairs.cohorts, *weights.items())
    short = _too_few(n, len(set(pairs.cohorts)), len(set(pairs.mentors)))
    if short:
        return refusal("criteria_learned", METHOD, named, "too_few", short, n=n)
    unit = float(y.std(ddof=1))
    if unit < 1e-9:
        words = "Can't be learned: all pairs were equally good."
        return refusal("criteria_learned", METHOD, named, "alike", words, n=n)
    told = [place for place in range(len(keys)) if shares[:, place].std() >= LEAST_SPREAD]
    world = _World(y / unit, score, shares[:, told], np.asarray(pairs.mentors), np.asarray(pairs.cohorts))
    fit = world.fit()
    found = {keys[place]: at for at, place in enumerate(told, start=2)}
    sure = {key: at for key, at in found.items() if not 1 - SURE <= fit.chance(at) <= SURE}
    is_better = bool(sure) and world.predicts_no_worse()
    steps = _steps(sure, fit, weights) if is_better else {}
    return answer(
        "criteria_learned",
        METHOD,
        named,
        n=n,
        estimates={
            key: Estimate(fit.mean(at), fit.end(at, 0.05), fit.end(at, 0.95), 0.9, "SD")
            for key, at in found.items()
        },
        numbers={
            "unit": unit,
            **{f"spread {key}": float(shares[:, place].std()) for place, key in enumerate(keys)},
            **{f"chance {key}": fit.chance(at) for key, at in found.items()},
            **{f"try {key}": float(weight) for key, weight in steps.items()},
        },
        warnings=_said(sure, is_better),
    )


def _too_few(pairs: int, cohorts: int, mentors: int) -> str:
    if pairs >= LEAST_PAIRS and cohorts >= LEAST_COHORTS and mentors >= LEAST_MENTORS:
        return ""
    return (
        f"Not enough pairs yet: {pairs} of {LEAST_PAIRS} pairs, {cohorts} of {LEAST_COHORTS} cohorts,"
        f" {mentors} of {LEAST_MENTORS} mentors."
    )


def _said(sure: Mapping[str, int], is_better: bool) -> tuple[Caution, ...]:
    if sure and not is_better:
        words = "Something stands out, but doesn't predict a cohort that was left out: nothing is proposed."
        return (Caution("not_predicted", words),)
    return ()


def _steps(sure: Mapping[str, int], fit: _Fit, weights: Mapping[str, int]) -> dict[str, int]:
    """Return the weights to try: half of what the estimate says, at most five points, by whole points."""
    anchor = max(fit.mean(1), ANCHOR)
    steps = {}
    for key, at in sure.items():
        half = 100 * fit.mean(at) / anchor / 2
        step = round(max(-MOST_STEP, min(MOST_STEP, half)))
        tried = max(0, weights[key] + step)
        if tried != weights[key]:
            steps[key] = tried
    return steps


@dataclass(frozen=True)
class _World:
    """Hold the pairs as arrays: columns are 1, score, the criteria that differ, the cohorts."""

    y: np.ndarray
    score: np.ndarray
    shares: np.ndarray
    mentors: np.ndarray
    cohorts: np.ndarray

    def fit(self, omegas: np.ndarray = _OMEGAS) -> _Fit:
        """Return the posterior on the grid; inside it all is closed form, mentors whitened away."""
        x = np.column_stack([np.ones(len(self.y)), self.score, self.shares, self._cohort_columns()])
        count, criteria = x.shape[1], self.shares.shape[1]
        center = np.zeros(count)
        center[1] = 1.0
        logs, means, spreads = [], [], []
        for share in _MENTORS:
            moments = self._whitened(x, share)
            for omega in omegas:
                known = np.ones(count)  # the precision of the prior
                known[0] = WIDE**-2
                known[2 : 2 + criteria] = omega**-2
                log, mean, spread = _closed(moments, known, center)
                logs.append(log + stats.norm.logpdf(omega, scale=OMEGA_SCALE))
                means.append(mean)
                spreads.append(spread)
        log = np.concatenate(logs)
        weight = np.exp(log - log.max())
        return _Fit(np.concatenate(means), np.concatenate(spreads), weight / weight.sum())

    def predicts_no_worse(self) -> bool:
        """Tell whether each cohort, left out, is predicted no worse than by the present weights alone."""
        missed = {"learned": 0.0, "present": 0.0}
        for cohort in np.unique(self.cohorts):
            out = self.cohorts == cohort
            kept = _World(
                *(one[~out] for one in (self.y, self.score, self.shares, self.mentors, self.cohorts))
            )
            x = np.column_stack([self.score, self.shares])[out]
            for name, omegas in (("learned", _OMEGAS), ("present", _OMEGAS[:1])):
                fit = kept.fit(omegas)
                rest = self.y[out] - x @ (fit.weight @ fit.means)[1 : 1 + x.shape[1]]
                missed[name] += float(((rest - rest.mean()) ** 2).sum())
        return missed["learned"] <= missed["present"]

    def _cohort_columns(self) -> np.ndarray:
        return np.asarray(self.cohorts[:, None] == np.unique(self.cohorts)[None, :], dtype=np.float64)

    def _whitened(self, x: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray, float, float, int]:
        """Return x'x, x'y, y'y once the mentors' part is taken out, half the log determinant, and n."""
        whole = np.column_stack([x, self.y])
        _names, place, size = np.unique(self.mentors, return_inverse=True, return_counts=True)
        sums = np.zeros((len(size), whole.shape[1]))
        np.add.at(sums, place, whole)
        grown = 1 + size * share**2
        whole = whole - ((1 - grown**-0.5) / size)[place, None] * sums[place]
        x, y = whole[:, :-1], whole[:, -1]
        return x.T @ x, x.T @ y, float(y @ y), float(np.log(grown).sum() / 2), len(y)


def _closed(
    moments: tuple[np.ndarray, np.ndarray, float, float, int], known: np.ndarray, center: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return log evidence, coefficients and their SDs for every residual SD of the grid."""
    xx, xy, yy, half_log, n = moments
    s2 = _SIGMAS**2
    precision = xx[None] / s2[:, None, None] + np.diag(known)[None]
    cover = np.linalg.inv(precision)
    right = xy[None] / s2[:, None] + known * center
    mean = np.einsum("gij,gj->gi", cover, right)
    rest = yy / s2 + float(known @ center**2) - np.einsum("gi,gi->g", mean, right)
    _sign, size = np.linalg.slogdet(precision)
    log = -n * np.log(_SIGMAS) - half_log + np.log(known).sum() / 2 - size / 2 - rest / 2 - np.log(_SIGMAS)
    return log, mean, np.sqrt(np.einsum("gii->gi", cover))
