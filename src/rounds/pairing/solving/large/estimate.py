"""First prices for a large problem, estimated from a sample of mentees."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.flow import Arcs, best_choice
from rounds.pairing.solving.instance import Instance
from rounds.pairing.solving.large.candidates import best_offers, merged, pairs_of, pieces, who_comes_closest
from rounds.pairing.solving.large.levels import expected_levels
from rounds.pairing.solving.large.scan import Progress, scan

SAMPLE = 8  # one mentee in so many is looked at for all
SAMPLE_KEEP = 24  # mentors per mentee of the sample
MEASURED = 200  # mentees whose scores give the first guess
SPREAD = 2.5  # first guess of a price: mean plus so many deviations of the mentor's scores
RARE = 3  # a mentor on fewer lists of the sample is looked at from their side


def first_prices(instance: Instance, executor: Executor | None, progress: Progress, cells: int) -> Ints:
    """Estimate prices from every eighth mentee, counted for eight, in the order of hash(seed, id)."""
    n, m = instance.scorer.shape
    rows = np.arange(0, n, SAMPLE)
    progress("Estimating prices", 0, 1)
    guess = _moments(instance, rows[:: max(1, len(rows) // MEASURED)], cells)
    close = scan(
        instance, guess, rows=rows, keep=SAMPLE_KEEP, executor=executor, progress=_silent, cells=cells
    )
    listed = np.bincount(close.columns, minlength=m)
    rare = np.flatnonzero((listed < RARE) & (instance.capacity > 0))
    near = merged(instance, pairs_of(close), who_comes_closest(instance, rare, best_offers(close, n), cells))
    arcs = Arcs(near.rows // SAMPLE, near.columns, near.scores)
    # without the bonus: who is short of places in a thin sample says nothing about who is in the end
    sample = replace(
        instance,
        demand=instance.demand[rows],
        met=instance.met[rows],
        scorer=_Shape((len(rows), m), instance.scorer.top),
        bonus=0,
    )
    found = best_choice(sample, arcs, copies=SAMPLE)
    progress("Estimating prices", 1, 1)
    prices = as_if_wanted(instance, found.prices, found.gain, rows, cells)
    return prices + expected_levels(instance) * instance.bonus


def _moments(instance: Instance, rows: Ints, cells: int) -> Ints:
    """Guess each price: mean plus SPREAD deviations of the scores that some mentees give the mentor."""
    m = instance.scorer.shape[1]
    count, total, squares = np.zeros(m), np.zeros(m), np.zeros(m)
    for some in pieces(rows, m, cells):
        scores = instance.block(some).astype(np.float64)
        possible = np.isfinite(scores)
        scores[~possible] = 0
        count += possible.sum(axis=0)
        total += scores.sum(axis=0)
        np.square(scores, out=scores)
        squares += scores.sum(axis=0)
    mean = total / np.maximum(count, 1)
    deviation = np.sqrt(np.maximum(squares / np.maximum(count, 1) - mean**2, 0))
    guess: Ints = np.rint(mean + SPREAD * deviation).astype(np.int64)
    return guess


def _silent(what: str, done: int, total: int) -> None:
    pass


def as_if_wanted(instance: Instance, prices: Ints, gain: Ints, rows: Ints, cells: int) -> Ints:
    """Give mentors whom a restricted problem left idle the price at which somebody just wants them.

    Idle because nobody had them as a candidate, they cost a whole bonus less than the others, and at such prices
    everybody would list them and nobody else. Any prices may be scanned with.
    """
    first_step = instance.step_costs(np.zeros(len(prices), np.int64), np.arange(len(prices)))
    cheap = np.flatnonzero((prices <= first_step) & (instance.capacity > 0))
    if not len(cheap):
        return prices
    best = np.full(len(cheap), -np.inf)
    wanting = instance.demand[rows] > 0
    both = zip(
        pieces(rows[wanting], len(cheap), cells), pieces(gain[wanting], len(cheap), cells), strict=True
    )
    for some, theirs in both:
        offer = instance.block(some, cheap).astype(np.float64) - theirs[:, None]
        best = np.maximum(best, offer.max(axis=0, initial=-np.inf))
    raised = prices.copy()
    raised[cheap] = np.maximum(prices[cheap], np.where(np.isfinite(best), best, 0).astype(np.int64))
    return raised


class _Shape:
    """The place of a scorer where only the size of the problem matters."""

    def __init__(self, shape: tuple[int, int], top: int) -> None:
        self.shape, self.top = shape, top

    def block(self, rows: Ints, columns: Ints | None = None) -> NDArray[np.float64]:
        raise NotImplementedError

    def at(self, rows: Ints, columns: Ints) -> Ints:
        raise NotImplementedError
