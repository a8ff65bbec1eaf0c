"""Events per person-year: one rate, two rates, and a model of many."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special, stats

from rounds.evidence.arrays import codes, digest, floats, normal_quantile, same_length, table
from rounds.evidence.errors import InvalidInput
from rounds.evidence.regression import poisson, sandwich
from rounds.evidence.results import Caution, Estimate, Result, answer, few_events, refusal

FEW_UNITS = 30


def rate(events: int, person_years: float, *, per: float = 1.0, level: float = 0.95) -> Result:
    """Return a rate with its exact interval (Garwood 1936)."""
    named = digest("rate", events, float(person_years), float(per), level)
    _check(events, person_years)
    if person_years == 0:
        return refusal("rate", "exact Poisson", named, "no_time", "Nobody was followed for any time.")
    tail = (1 - level) / 2
    low = stats.gamma.ppf(tail, events) if events else 0.0
    high = stats.gamma.isf(tail, events + 1)
    one = Estimate(
        per * events / person_years,
        per * low / person_years,
        per * high / person_years,
        level,
        f"per {per:g} person-years",
    )
    return answer(
        "rate",
        "exact Poisson",
        named,
        n=events,
        events=events,
        person_years=person_years,
        estimates={"rate": one},
        warnings=few_events(events),
    )


def rate_ratio(
    events: int, person_years: float, other_events: int, other_years: float, *, level: float = 0.95
) -> Result:
    """Return the ratio of two rates, exactly: given their sum, one count is binomial (Przyborowski and Wilenski 1940)."""
    _check(events, person_years)
    _check(other_events, other_years)
    named = digest("rate_ratio", events, float(person_years), other_events, float(other_years), level)
    total, odds = events + other_events, other_years / person_years if person_years else 0.0
    if not (person_years and other_years):
        return refusal(
            "rate_ratio", "exact, by the binomial", named, "one_arm", "One of the two groups has no time."
        )
    if total == 0:
        return refusal(
            "rate_ratio",
            "exact, by the binomial",
            named,
            "no_events",
            "Nothing has happened in either group.",
        )
    tail = (1 - level) / 2
    below = float(stats.beta.ppf(tail, events, other_events + 1)) if events else 0.0
    above = float(stats.beta.ppf(1 - tail, events + 1, other_events)) if other_events else 1.0
    test = stats.binomtest(events, total, person_years / (person_years + other_years))
    high = above / (1 - above) * odds if above < 1 else math.inf
    if other_events == 0:
        return refusal(
            "rate_ratio",
            "exact, by the binomial",
            named,
            "no_ratio",
            "Nothing happened in the compared group: only a lower limit exists.",
            n=total,
            events=total,
        )
    value = events / person_years / (other_events / other_years)
    return answer(
        "rate_ratio",
        "exact, by the binomial",
        named,
        n=total,
        events=total,
        person_years=person_years + other_years,
        estimates={"ratio": Estimate(value, below / (1 - below) * odds, high, level, "rate ratio")},
        numbers={"p": float(test.pvalue)},
        warnings=few_events(total),
    )


def rate_model(
    counts: ArrayLike,
    years: ArrayLike,
    columns: ArrayLike,
    names: Sequence[str],
    *,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> Result:
    """Return log rate ratios of columns, with the time under risk as offset (Poisson; overdispersion by Pearson).

    Where counts spread more than chance, the standard errors are the sandwich's, by cluster where clusters are given.
    Under 30 clusters it warns: then `unit_difference` answers.
    """
    events, time = floats("counts", counts), floats("years", years)
    same_length(counts=events, years=time)
    design = np.column_stack([np.ones(len(events)), table("columns", columns, len(events))])
    if len(names) != design.shape[1] - 1:
        raise InvalidInput("Each column must have one name.")
    groups = None if clusters is None else codes("clusters", clusters)
    named = digest("rate_model", events, time, design, groups, level)
    n, total = len(events), int(events.sum())
    if n <= design.shape[1] or total == 0 or (time <= 0).any():
        return refusal(
            "rate_model",
            "Poisson",
            named,
            "too_few",
            "There are no more rows than columns, nothing has happened, or a row has no time.",
            n=n,
            events=total,
        )
    fit = poisson(design, events, np.log(time))
    if fit is None:
        return refusal(
            "rate_model",
            "Poisson",
            named,
            "not_identified",
            "Columns repeat each other, or one of them splits all events from none.",
            n=n,
            events=total,
        )
    ratio = np.divide(events, fit.fitted, out=np.ones(n), where=events > 0)
    spread = float(((events - fit.fitted) ** 2 / fit.fitted).sum() / (n - design.shape[1]))
    covariance = sandwich(fit, groups) if groups is not None or spread > 1.5 else fit.bread
    se, z = np.sqrt(np.diag(covariance)), normal_quantile(level)
    estimates = {
        name: Estimate(
            fit.beta[k], fit.beta[k] - z * se[k], fit.beta[k] + z * se[k], level, "log rate ratio", se[k]
        )
        for k, name in enumerate(("intercept", *names))
    }
    warned = few_events(total)
    if groups is not None and groups.max() + 1 < FEW_UNITS:
        warned = (
            *warned,
            Caution("few_units", f"{groups.max() + 1} units: their likeness can't be estimated."),
        )
    deviance = 2 * float((events * np.log(ratio) - (events - fit.fitted)).sum())
    return answer(
        "rate_model",
        "Poisson",
        named,
        n=n,
        events=total,
        person_years=float(time.sum()),
        estimates=estimates,
        numbers={"deviance": deviance, "dispersion": spread},
        warnings=warned,
    )


def count_spread(counts: ArrayLike, means: ArrayLike) -> Result:
    """Return how much counts spread beyond chance around given means: alpha of the negative binomial, by likelihood.

    Variance = mean + alpha mean squared (Cameron and Trivedi 1998).
    """
    events, mean = floats("counts", counts), floats("means", means)
    same_length(counts=events, means=mean)
    named = digest("count_spread", events, mean)
    if len(events) < 2 or (mean <= 0).any():
        return refusal("count_spread", "negative binomial", named, "too_few", "Fewer than two counts.")

    def unlikelihood(alpha: float) -> float:
        size = 1 / alpha
        said = special.gammaln(events + size) - special.gammaln(size) - special.gammaln(events + 1)
        return -float(
            (said + size * np.log(size / (size + mean)) + events * np.log(mean / (size + mean))).sum()
        )

    found = optimize.minimize_scalar(
        lambda log: unlikelihood(math.exp(log)), bounds=(-12, 4), method="bounded"
    )
    alpha = math.exp(found.x) if found.x > -11.5 else 0.0
    return answer(
        "count_spread",
        "negative binomial",
        named,
        n=len(events),
        events=int(events.sum()),
        estimates={"alpha": Estimate(alpha, scale="variance beyond the mean")},
    )


def _check(events: int, years: float) -> None:
    if events < 0 or years < 0 or not math.isfinite(years):
        raise InvalidInput("Events and person-years must not be negative.")
