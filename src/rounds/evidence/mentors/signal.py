"""What the ratings of different mentees can say of one mentor: an estimate from five, a signal from ten, never a rank."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from rounds.evidence.arrays import digest
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Caution, Estimate, Result, answer, refusal

LEAST_SHOWN, LEAST_SIGNAL, SURE = 5, 10, 0.9
LEAST_MENTORS = 10
# of 5, fixed before any cycle opens
THRESHOLD = 3.25
PRIOR_DF, PRIOR_SPREAD = 4.0, 0.8  # of the spread within a mentor's mentees
TAU_SCALE, STEPS, WIDEST = 0.5, 80, 2.0


@dataclass(frozen=True)
class Pool:
    """Hold what the door lets out of a program: no mentor's figure, only how they spread.

    mentors, their mean, mean squares between mentors and within a mentor's mentees, mentees a mentor (n0), answers.
    """

    mentors: int
    mean: float
    between: float
    within: float
    typical_n: float
    answers: int


def pool(groups: list[list[float]]) -> Pool:
    """Return the pool of mentors, each with one mean per different mentee (Searle 1971: one-way mean squares)."""
    kept = [np.asarray(one, dtype=np.float64) for one in groups if len(one)]
    n = np.array([len(one) for one in kept], dtype=np.float64)
    if len(kept) < 2 or n.sum() <= len(kept):
        raise InvalidInput("groups must hold two mentors, and one of them two mentees.")
    whole = float(np.concatenate(kept).mean())
    means = np.array([one.mean() for one in kept])
    between = float((n * (means - whole) ** 2).sum()) / (len(kept) - 1)
    within = float(sum(((one - one.mean()) ** 2).sum() for one in kept)) / float(n.sum() - len(kept))
    typical = float((n.sum() - (n**2).sum() / n.sum()) / (len(kept) - 1))
    return Pool(len(kept), whole, between, within, typical, int(n.sum()))


def signal(n: int, mean: float | None, others: Pool, threshold: float, *, level: float = 0.95) -> Result:
    """Return a mentor's mean drawn toward the program's, with interval and how likely it lies under the threshold.

    mean ~ N(theta, s2/n), theta ~ N(mu, tau2). s2: the within mean square with four prior degrees at .8. tau: a grid of
    80, half-normal(.5) prior times the chi-square likelihood of the between mean square (Box and Tiao 1973, 7.2). The
    number `signal` is 1 where P(theta < threshold) > .9 and ten different mentees have spoken.
    """
    named = digest("signal", n, mean, tuple(vars(others).values()), float(threshold), level)
    method = "normal hierarchy on a grid"
    if n < LEAST_SHOWN or mean is None:
        words = (
            f"Not enough yet: {n} of {LEAST_SIGNAL} different mentees; an estimate comes from {LEAST_SHOWN}."
        )
        return refusal("signal", method, named, "too_few", words, n=n)
    if others.mentors < LEAST_MENTORS:
        words = f"{others.mentors} mentors have been rated: {LEAST_MENTORS} are needed to know how mentors differ."
        return refusal("signal", method, named, "few_mentors", words, n=n)
    center, spread, weight = _posterior(n, mean, others)

    def below(point: float) -> float:
        return float(weight @ stats.norm.cdf((point - center) / spread))

    value = float(weight @ center)
    far = 12 * float(spread.max()) + 1
    low, high = (
        float(optimize.brentq(lambda x, q=q: below(x) - q, value - far, value + far))
        for q in (0.5 - level / 2, 0.5 + level / 2)
    )
    chance = chance_under(n, mean, others, threshold)
    is_signal = n >= LEAST_SIGNAL and chance > SURE
    few = (
        ()
        if n >= LEAST_SIGNAL
        else (Caution("no_signal_yet", f"{n} of {LEAST_SIGNAL}: an estimate, no signal."),)
    )
    se = math.sqrt(float(weight @ (spread**2 + (center - value) ** 2)))
    return answer(
        "signal",
        method,
        named,
        n=n,
        estimates={"mean": Estimate(value, low, high, level, "points", se)},
        numbers={"under": chance, "signal": float(is_signal)},
        warnings=few,
    )


def chance_under(n: int, mean: float, others: Pool, threshold: float) -> float:
    """Return how likely a mentor lies under a threshold, given own mean of n different mentees and the pool."""
    center, spread, weight = _posterior(n, mean, others)
    return float(weight @ stats.norm.cdf((threshold - center) / spread))


def _posterior(n: int, mean: float, others: Pool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the mentor's center and spread at each step of tau, and how likely the step is."""
    free = others.answers - others.mentors
    s2 = (PRIOR_DF * PRIOR_SPREAD + free * others.within) / (PRIOR_DF + free)
    tau = (np.arange(STEPS) + 0.5) * WIDEST / STEPS
    expected = s2 + others.typical_n * tau**2
    df = others.mentors - 1
    log = (
        stats.norm.logpdf(tau, scale=TAU_SCALE)
        + stats.chi2.logpdf(df * others.between / expected, df)
        - np.log(expected)
    )
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    noise = s2 / n
    pull = tau**2 / (tau**2 + noise)
    of_mean = expected / others.typical_n / others.mentors  # variance of the program's mean
    center = others.mean + pull * (mean - others.mean)
    spread = np.sqrt(pull * noise + (1 - pull) ** 2 * of_mean)
    return center, spread, weight
