"""Large problems: exact column generation with one pass over all pairs.

Restricted problems over a few candidates per mentee are solved by min-cost flow. Instead of pricing all pairs
after each of them (Dantzig, Wolfe 1960; Gilmore, Gomory 1961), all pairs are looked at once, at prices v0 estimated
from a sample of mentees, and those close to each mentee's best are kept. A pair that was not kept has

    s_ij - v_j <= threshold_i + (v0_j - v_j)

for any later prices v. It can't improve the optimum of the kept pairs when that is at most the mentee's gain u_i.
Only mentees and mentors for whom this bound does not decide are looked at again; when nothing is left, the prices
prove the optimum over all pairs.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.bounds import mentor_part
from rounds.pairing.solving.flow import Arcs, Restricted, best_choice
from rounds.pairing.solving.instance import Instance
from rounds.pairing.solving.large.candidates import AGAIN, merged, nearest, pieces, rank_within, without
from rounds.pairing.solving.large.estimate import as_if_wanted, first_prices
from rounds.pairing.solving.large.scan import CELLS, Close, Progress, scan
from rounds.pairing.solving.large.soften import softened_prices

KEEP = 48  # mentors per mentee that a scan lists, about
MOST_SCANS = 4  # from then on what is undecided is looked at, however much it is
FIRST = 4  # pairs per mentee, on average, in the first flow
FROM_SOLUTION = 6  # the same when the prices are those of a similar problem's solution
NEARLY = 1  # hundredths of the top score


@dataclass(frozen=True)
class Found:
    """The chosen pairs and the prices that prove them, with `bound` made up of both (reduced numbers)."""

    rows: Ints
    columns: Ints
    prices: Ints
    bound: int
    flows: int
    scans: int


def generate(
    instance: Instance,
    *,
    start: Ints | None,
    executor: Executor | None,
    progress: Progress,
    cells: int = CELLS,
) -> Found:
    """Find the best choice of pairs and its proof without ever holding all pairs.

    `start` prices (m,) of a similar problem, in the instance's reduced numbers, save the sample.
    """
    guess = start if start is not None else first_prices(instance, executor, progress, cells)
    flows = scans = 0
    candidates = Arcs(*(np.zeros(0, np.int64),) * 3)
    while True:
        close = scan(instance, guess, keep=KEEP, executor=executor, progress=progress, cells=cells)
        if start is None and not scans:
            soft = replace(close, prices=softened_prices(instance, close))
            near = nearest(instance, soft, FIRST, cells)
        else:  # prices of a solution are better than softened ones
            near = nearest(instance, close, FROM_SOLUTION, cells)
        scans += 1
        candidates = merged(instance, candidates, near)
        while True:
            flows += 1
            progress("Solving the restricted problem", flows, flows + 2)
            found = best_choice(instance, candidates)
            again = _undecided(instance, close, found.prices, found.gain, at_any_cost=scans >= MOST_SCANS)
            more = _ahead(instance, candidates, found, close, again, cells=cells)
            if (more.scores - found.prices[more.columns] > found.gain[more.rows]).any():
                candidates = merged(instance, candidates, more)
            elif again is None:
                break
            else:
                progress("Solving the restricted problem", 1, 1)
                prices = _with_closed(instance, found.prices, found.gain, cells)
                chosen = found.taken > 0
                rows, columns = candidates.rows[chosen], candidates.columns[chosen]
                bound = _dual_value(instance, rows, candidates.scores[chosen], columns, prices)
                return Found(rows, columns, prices, bound, flows, scans)
        # too much is undecided: another scan costs less
        guess = as_if_wanted(instance, found.prices, found.gain, np.arange(len(found.gain)), cells)


def _ahead(
    instance: Instance,
    candidates: Arcs,
    found: Restricted,
    close: Close,
    again: Undecided | None,
    *,
    cells: int,
) -> Arcs:
    """Return further pairs that would help, AGAIN per mentee at most, or nearly would: they do when prices move.

    Looks at the pairs that the scan listed and, exactly, at those that are undecided.
    """
    least = -NEARLY * instance.scorer.top // 100
    near = close.scores - found.prices[close.columns] - found.gain[close.rows] > least
    listed = Arcs(close.rows[near], close.columns[near], close.scores[near])
    some = _offering_most(instance, without(instance, listed, candidates), found)
    if again is None:
        return some
    return merged(
        instance, some, _undecided_ahead(instance, candidates, found, again, least=least, cells=cells)
    )


def _offering_most(instance: Instance, arcs: Arcs, found: Restricted) -> Arcs:
    """Choose the AGAIN pairs of each mentee that offer most, of those not taken yet: taken ones can offer most of all."""
    rank = rank_within(arcs.rows, found.prices[arcs.columns] - arcs.scores, len(instance.mentee_ids))
    return Arcs(arcs.rows[rank < AGAIN], arcs.columns[rank < AGAIN], arcs.scores[rank < AGAIN])


@dataclass(frozen=True)
class Undecided:
    """What must be looked at again: some mentees with all mentors, and some mentors with some mentees."""

    rows: Ints
    columns: Ints
    rows_of_columns: Ints


def _undecided(
    instance: Instance, close: Close, prices: Ints, gain: Ints, *, at_any_cost: bool
) -> Undecided | None:
    """Find where the bound on pairs that were not kept does not decide; None when that is too much."""
    n, m = instance.scorer.shape
    wanting = instance.demand > 0
    slack = np.where(wanting & np.isfinite(close.threshold), gain - close.threshold, np.inf)
    dropped = np.where(instance.capacity > 0, close.prices - prices, -(2**60)).astype(np.float64)
    limits = np.sort(dropped[dropped > 0])
    limits = np.concatenate([[0.0], limits])
    columns_above = len(limits) - 1 - np.arange(len(limits))
    ordered = np.sort(slack)
    rows_below = np.searchsorted(ordered, limits, side="left")
    work = rows_below * m + columns_above * np.searchsorted(ordered, limits[-1], side="left")
    least = int(work.argmin())
    if work[least] > 0.5 * n * m and not at_any_cost:
        return None
    limit = limits[least]
    return Undecided(
        np.flatnonzero(slack < limit) if limit > 0 else np.flatnonzero(slack < 0),
        np.flatnonzero(dropped > limit),
        np.flatnonzero((slack < limits[-1]) & (slack >= limit)),
    )


def _undecided_ahead(
    instance: Instance, candidates: Arcs, found: Restricted, again: Undecided, *, least: int, cells: int
) -> Arcs:
    """Look at the undecided pairs exactly and give those that offer more than `least` above the gain."""
    open_ = np.flatnonzero(instance.capacity > 0)
    ahead = Arcs(*(np.zeros(0, np.int64),) * 3)
    for rows, columns in ((again.rows, open_), (again.rows_of_columns, again.columns)):
        if not len(columns):
            continue
        for some in pieces(rows, len(columns), cells):
            scores = instance.block(some, columns)
            offer = scores - (found.prices[columns] + found.gain[some][:, None]).astype(np.float64)
            place, column = np.nonzero(offer > least)
            more = Arcs(some[place], columns[column], scores[place, column].astype(np.int64))
            ahead = merged(
                instance, ahead, _offering_most(instance, without(instance, more, candidates), found)
            )
    return ahead


def _with_closed(instance: Instance, prices: Ints, gain: Ints, cells: int) -> Ints:
    """Give mentors without a place the price at which nobody would want them: the gain from a first place."""
    closed = np.flatnonzero(instance.capacity == 0)
    if not len(closed):
        return prices
    wanting = np.flatnonzero(instance.demand > 0)
    best = np.full(len(closed), -np.inf)
    for some in pieces(wanting, len(closed), cells):
        offer = instance.block(some, closed).astype(np.float64) - gain[some][:, None]
        best = np.maximum(best, offer.max(axis=0, initial=-np.inf))
    prices = prices.copy()
    prices[closed] = np.where(np.isfinite(best), best, 0).astype(np.int64)
    return prices


def _dual_value(instance: Instance, rows: Ints, scores: Ints, columns: Ints, prices: Ints) -> int:
    """Return bound(v), when no pair beats its mentee's gain: then the chosen pairs are each mentee's best offers."""
    newly_met = len(np.unique(rows[~instance.met[rows]]))
    return newly_met * instance.bonus + int((scores - prices[columns]).sum()) + mentor_part(instance, prices)
