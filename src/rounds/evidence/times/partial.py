"""The partial likelihood of rows (start, stop]: its top, its score residuals, and how often it orders people rightly."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from rounds.evidence.arrays import Floats, Wholes
from rounds.evidence.regression import solved

MOST_STEPS, CLOSE, FARTHEST = 50, 1e-11, 15.0
FLAT = 1e3  # standard errors beyond this many estimates: the likelihood has no top
FEW = 4_000_000  # pairs of a time and a row that are looked at one by one
LEAST = float(np.finfo(float).tiny)  # the weight of those at risk where the exponent has run out of digits


@dataclass(frozen=True)
class Rows:
    """Hold rows (start, stop], what ended them, columns, weights and strata, sorted by nothing."""

    start: Floats
    stop: Floats
    event: np.ndarray
    x: Floats
    weight: Floats
    stratum: Wholes


def maximized(rows: Rows, efron: bool) -> tuple[Floats, Floats, float, float] | None:
    """Return coefficients, inverse information, log likelihood and that of no effect; None where there is no top."""
    rows = _in_order(rows)
    beta = np.zeros(rows.x.shape[1])
    likelihood, score, information = _likelihood(rows, beta, efron)
    null = likelihood
    for _ in range(MOST_STEPS):
        bread = solved(information)
        if bread is None:
            return None
        step = bread @ score
        ahead = _likelihood(rows, beta + step, efron)
        while not ahead[0] >= likelihood - 1e-9 * (1 + abs(likelihood)) and np.abs(step).max() > CLOSE:
            step = step / 2
            ahead = _likelihood(rows, beta + step, efron)
        beta = beta + step
        likelihood, score, information = ahead
        if np.abs(rows.x @ beta).max() > 4 * FARTHEST:
            return None
        if np.abs(step).max() < CLOSE * (1 + np.abs(beta).max()):
            bread = solved(information)
            if bread is None or (np.diag(bread) <= 0).any():
                return None
            wide = np.sqrt(np.diag(bread)) > FLAT * (1 + np.abs(beta))
            return None if wide.any() else (beta, bread, likelihood, null)
    return None


def _in_order(rows: Rows) -> Rows:
    """Return the same rows in one order, however they came: sums have the same last digits then."""
    order = np.lexsort((*rows.x.T, rows.weight, rows.event, rows.start, rows.stop, rows.stratum))
    return Rows(*(getattr(rows, field.name)[order] for field in fields(rows)))


@dataclass(frozen=True)
class _Moments:
    """Hold sums over those at risk at each time of an event of one stratum, and over those it happened to."""

    time: Floats
    s0: Floats
    s1: Floats
    s2: Floats
    d: Wholes
    w: Floats  # weights of those it happened to
    x: Floats  # their weighted columns
    d0: Floats
    d1: Floats
    d2: Floats


def _moments(rows: Rows, risk: Floats, chosen: Wholes) -> _Moments:
    start, stop, event, x = rows.start[chosen], rows.stop[chosen], rows.event[chosen], rows.x[chosen]
    weight, risk = rows.weight[chosen], risk[chosen]
    times, place = np.unique(stop[event], return_inverse=True)
    place = place.reshape(-1)
    outer = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    block = np.column_stack([np.ones(len(x)), x, outer]) * risk[:, None]

    def beyond(ends: Floats, side: str) -> Floats:
        order = np.argsort(ends, kind="stable")
        sums = np.vstack([np.cumsum(block[order][::-1], axis=0)[::-1], np.zeros(block.shape[1])])
        return sums[np.searchsorted(ends[order], times, side=side)]  # type: ignore[call-overload,no-any-return]

    if not np.isfinite(start).any():
        at_risk = beyond(stop, "left")
    elif len(times) * len(x) <= FEW:
        # sums of those at risk alone: a difference of two sums loses its digits where risks lie far apart
        at_risk = ((stop >= times[:, None]) & (start < times[:, None])).astype(float) @ block
    else:
        at_risk = beyond(stop, "left") - beyond(start, "left")
    here = np.zeros((len(times), block.shape[1]))
    np.add.at(here, place, block[event])
    k = x.shape[1]
    own = np.zeros((len(times), k))
    np.add.at(own, place, x[event] * weight[event][:, None])
    count = np.bincount(place, minlength=len(times))
    weighed = np.bincount(place, weights=weight[event], minlength=len(times))
    return _Moments(
        times,
        at_risk[:, 0],
        at_risk[:, 1 : 1 + k],
        at_risk[:, 1 + k :].reshape(-1, k, k),
        count,
        weighed,
        own,
        here[:, 0],
        here[:, 1 : 1 + k],
        here[:, 1 + k :].reshape(-1, k, k),
    )


def _fractions(m: _Moments, efron: bool) -> tuple[Wholes, Floats, Floats]:
    """Return for each event its time, how much of the tied still counts against it, and its share of their weight."""
    which = np.repeat(np.arange(len(m.time)), m.d)
    first = np.repeat(np.cumsum(m.d) - m.d, m.d)
    done = (np.arange(len(which)) - first) / m.d[which] if efron else np.zeros(len(which))
    return which, done, (m.w / m.d)[which]


def _likelihood(rows: Rows, beta: Floats, efron: bool) -> tuple[float, Floats, Floats]:
    """Return the log likelihood, its slope and its information; minus infinity where digits do not suffice for it."""
    predictor = rows.x @ beta
    total, score = 0.0, np.zeros(len(beta))
    information = np.zeros((len(beta), len(beta)))
    if np.abs(predictor).max() > 4 * FARTHEST:
        return -math.inf, score, information
    risk = rows.weight * np.exp(predictor)
    for stratum in range(int(rows.stratum.max()) + 1):
        chosen = np.flatnonzero(rows.stratum == stratum)
        if not rows.event[chosen].any():
            continue
        m = _moments(rows, risk, chosen)
        which, done, share = _fractions(m, efron)
        kept = share > 0
        which, done, share = which[kept], done[kept], share[kept]
        s0 = m.s0[which] - done * m.d0[which]
        if (s0 <= 0).any():
            return -math.inf, np.zeros_like(score), np.zeros_like(information)
        mean = (m.s1[which] - done[:, None] * m.d1[which]) / s0[:, None]
        square = (m.s2[which] - done[:, None, None] * m.d2[which]) / s0[:, None, None]
        own = rows.event[chosen]
        total += float((rows.weight[chosen] * predictor[chosen])[own].sum() - (share * np.log(s0)).sum())
        score += m.x.sum(axis=0) - (share[:, None] * mean).sum(axis=0)
        information += (share[:, None, None] * (square - mean[:, :, None] * mean[:, None, :])).sum(axis=0)
    return total, score, information


def residuals(rows: Rows, beta: Floats, efron: bool) -> Floats:
    """Return each row's score residual, not yet weighted: what it adds to the estimate is bread times this."""
    risk_of = np.exp(rows.x @ beta)
    found = np.zeros_like(rows.x)
    for stratum in range(int(rows.stratum.max()) + 1):
        chosen = np.flatnonzero(rows.stratum == stratum)
        if not rows.event[chosen].any():
            continue
        m = _moments(rows, rows.weight * risk_of, chosen)
        which, done, share = _fractions(m, efron)
        s0 = np.maximum(m.s0[which] - done * m.d0[which], LEAST)
        mean = (m.s1[which] - done[:, None] * m.d1[which]) / s0[:, None]
        places = len(m.time)

        def summed(values: Floats, which: Wholes = which, places: int = places) -> Floats:
            sums = np.zeros((places, *values.shape[1:]))
            np.add.at(sums, which, values)
            return sums

        hazard, drift = summed(share / s0), summed((share / s0)[:, None] * mean)
        tied_hazard = summed((1 - done) * share / s0)
        tied_drift = summed(((1 - done) * share / s0)[:, None] * mean)
        average = summed(mean) / m.d[:, None]
        until, along = (
            np.concatenate([[0.0], np.cumsum(hazard)]),
            np.vstack([np.zeros(len(beta)), np.cumsum(drift, axis=0)]),
        )
        to = np.searchsorted(m.time, rows.stop[chosen], side="right")
        since = np.searchsorted(m.time, rows.start[chosen], side="right")
        mine, x, r = rows.event[chosen], rows.x[chosen], risk_of[chosen]
        whole, moved = until[to] - until[since], along[to] - along[since]
        at = to[mine] - 1
        whole[mine] += tied_hazard[at] - hazard[at]
        moved[mine] += tied_drift[at] - drift[at]
        residual = -r[:, None] * (x * whole[:, None] - moved)
        residual[mine] += x[mine] - average[at]
        found[chosen] = residual
    return found


def concordance(rows: Rows, predictor: Floats) -> float:
    """Return how often the one whom it happened to first was the one of higher predicted risk (Harrell 1982)."""
    right, pairs = 0.0, 0
    for k in np.flatnonzero(rows.event):
        later = (rows.stop > rows.stop[k]) | ((rows.stop == rows.stop[k]) & ~rows.event)
        pairs += int(later.sum())
        right += float((predictor[later] < predictor[k]).sum()) + 0.5 * float(
            (predictor[later] == predictor[k]).sum()
        )
    return right / pairs if pairs else math.nan
