"""Straight lines and their kin: least squares, Poisson and logistic fits, and standard errors that bear clusters and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rounds.evidence.arrays import Floats, Wholes

MOST_STEPS = 60
CLOSE = 1e-12


@dataclass(frozen=True)
class Fit:
    """Hold coefficients, fitted values, the bread of a sandwich and each row's score."""

    beta: Floats
    fitted: Floats
    bread: Floats  # inverse information, columns x columns
    scores: Floats  # rows x columns
    converged: bool = True


def solved(information: Floats) -> Floats | None:
    """Return the inverse of an information matrix, None where columns repeat each other."""
    if not np.isfinite(information).all() or np.linalg.cond(_scaled(information)) > 1e13:
        return None
    return np.linalg.inv(information)


def least_squares(design: Floats, outcome: Floats, weights: Floats | None = None) -> Fit | None:
    """Fit a line by (weighted) least squares."""
    weight = np.ones(len(outcome)) if weights is None else weights
    bread = solved(design.T @ (design * weight[:, None]))
    if bread is None:
        return None
    beta = bread @ (design.T @ (weight * outcome))
    beta += bread @ (design.T @ (weight * (outcome - design @ beta)))  # one refinement of rounding
    fitted = design @ beta
    return Fit(beta, fitted, bread, design * (weight * (outcome - fitted))[:, None])


def poisson(design: Floats, counts: Floats, offset: Floats) -> Fit | None:
    """Fit log rates by iterated least squares (McCullagh and Nelder 1989)."""
    start = np.log(np.maximum(counts, 0.1)) - offset
    return _iterated(
        design, counts, predictor=start, offset=offset, mean_of=np.exp, variance_of=lambda mean: mean
    )


def logistic(design: Floats, yes: Floats) -> Fit | None:
    """Fit log odds by iterated least squares."""
    start = np.log((yes + 0.5) / (1.5 - yes))
    return _iterated(
        design,
        yes,
        predictor=start,
        offset=np.zeros(len(yes)),
        mean_of=_odds,
        variance_of=lambda mean: mean * (1 - mean),
    )


def sandwich(fit: Fit, clusters: Wholes | None = None) -> Floats:
    """Return the covariance that bears unequal spread and, with clusters, likeness within them (Huber, White)."""
    scores = fit.scores
    if clusters is not None:
        summed = np.zeros((int(clusters.max()) + 1, scores.shape[1]))
        np.add.at(summed, clusters, scores)
        scores = summed
    return fit.bread @ (scores.T @ scores) @ fit.bread  # type: ignore[no-any-return]


def over_time(fit: Fit, lags: int) -> Floats:
    """Return the covariance that bears likeness of neighbors in time (Newey and West 1987, Bartlett weights)."""
    meat = fit.scores.T @ fit.scores
    for lag in range(1, min(lags, len(fit.scores) - 1) + 1):
        shared = fit.scores[lag:].T @ fit.scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (shared + shared.T)
    return fit.bread @ meat @ fit.bread  # type: ignore[no-any-return]


def _iterated(design, outcome, *, predictor, offset, mean_of, variance_of) -> Fit | None:  # type: ignore[no-untyped-def]
    predictor = predictor + offset
    beta = None
    for _ in range(MOST_STEPS):
        mean = mean_of(predictor)
        weight = variance_of(mean)
        if not (np.isfinite(weight).all() and (weight > 0).all()):
            return None
        working = predictor - offset + (outcome - mean) / weight
        bread = solved(design.T @ (design * weight[:, None]))
        if bread is None:
            return None
        latest = bread @ (design.T @ (weight * working))
        predictor = design @ latest + offset
        if beta is not None and np.max(np.abs(latest - beta)) < CLOSE * (1 + np.max(np.abs(latest))):
            mean = mean_of(predictor)
            weight = variance_of(mean)
            bread = solved(design.T @ (design * weight[:, None]))
            return None if bread is None else Fit(latest, mean, bread, design * (outcome - mean)[:, None])
        beta = latest
    return None


def _odds(predictor: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(predictor, -40, 40)))  # type: ignore[no-any-return]


def _scaled(matrix: Floats) -> Floats:
    size = np.sqrt(np.abs(np.diag(matrix)))
    size[size == 0] = 1
    return matrix / np.outer(size, size)
