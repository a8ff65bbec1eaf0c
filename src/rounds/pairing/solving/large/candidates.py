"""Lists of candidate pairs: which ones a restricted problem starts with, and how lists are put together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rounds.pairing.problem.columns import Flags, Ints
from rounds.pairing.solving.flow import Arcs
from rounds.pairing.solving.instance import Instance
from rounds.pairing.solving.large.scan import Close

AGAIN = 8  # pairs per mentee that are added in one round, and mentees per mentor whom hardly anybody lists
NOTHING = -(2**62)


def nearest(instance: Instance, close: Close, each: int, cells: int) -> Arcs:
    """Choose the nearest pairs, `each` per mentee on average, and for each mentor some for every place."""
    n, m = instance.scorer.shape
    best = best_offers(close, n)
    behind = best[close.rows] - close.scores + close.prices[close.columns]
    # the nearest pairs of all; then what mentors need who would be left with too few of them
    chosen = nearest_of_all(behind, each * n)
    few = np.bincount(close.columns[chosen], minlength=m) < 2 * instance.capacity
    entry = np.flatnonzero(few[close.columns])
    rank = rank_within(close.columns[entry], behind[entry], m)
    chosen[entry[rank < 4 * instance.capacity[close.columns[entry]]]] = True
    near = Arcs(close.rows[chosen], close.columns[chosen], close.scores[chosen])
    # mentors who have a price although hardly anybody lists them: find who comes closest to wanting them
    listed = np.bincount(close.columns, minlength=m)
    first_step = instance.step_costs(np.zeros(m, np.int64), np.arange(m))
    rare = np.flatnonzero((listed < 4 * instance.capacity) & (close.prices > first_step))
    return merged(instance, near, who_comes_closest(instance, rare, best, cells))


def nearest_of_all(behind: Ints, count: int) -> Flags:
    """Choose the `count` pairs least far behind their mentee's best; equals of the last are chosen too."""
    limit = min(len(behind), count) - 1
    return behind <= np.partition(behind, limit)[limit] if limit >= 0 else behind < 0


def who_comes_closest(instance: Instance, columns: Ints, best: Ints, cells: int) -> Arcs:
    """Choose for each of these mentors the AGAIN mentees who come closest to wanting them, first places first."""
    rows = np.flatnonzero(best > NOTHING)
    top_rows = np.zeros((len(columns), 0), np.int64)
    top = np.zeros((len(columns), 0))
    for some in pieces(rows, len(columns), cells) if len(columns) else ():
        behind = best[some] - instance.block(some, columns).T.astype(np.float64)
        top = np.concatenate([top, behind], axis=1)
        top_rows = np.concatenate([top_rows, np.broadcast_to(some, behind.shape)], axis=1)
        if top.shape[1] > AGAIN:
            limit = np.partition(top, AGAIN - 1, axis=1)[:, AGAIN - 1 :][:, :1]
            inside = top <= limit
            nearer = np.cumsum(top < limit, axis=1)[:, -1:]
            equal = top == limit
            inside &= ~equal | (np.cumsum(equal, axis=1) <= AGAIN - nearer)
            top, top_rows = top[inside].reshape(-1, AGAIN), top_rows[inside].reshape(-1, AGAIN)
    possible = np.isfinite(top)
    chosen = np.broadcast_to(columns[:, None], possible.shape)[possible]
    return Arcs(top_rows[possible], chosen, instance.scorer.at(top_rows[possible], chosen))


def pairs_of(close: Close) -> Arcs:
    return Arcs(close.rows, close.columns, close.scores)


def best_offers(close: Close, n: int) -> Ints:
    """Return each mentee's best score less price (n,), NOTHING for those without a list."""
    best = np.full(n, NOTHING)
    np.maximum.at(best, close.rows, close.scores - close.prices[close.columns])
    return best


def rank_within(group: Ints, values: Ints, size: int) -> Ints:
    """Return the place of each entry among its group's values, least first; equal values in the order given."""
    order = np.lexsort((values, group))
    starts = np.searchsorted(group[order], np.arange(size))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - starts[group[order]]
    return rank


def merged(instance: Instance, first: Arcs, second: Arcs) -> Arcs:
    m = instance.scorer.shape[1]
    keys = np.concatenate([first.rows * m + first.columns, second.rows * m + second.columns])
    keys, place = np.unique(keys, return_index=True)
    return Arcs(keys // m, keys % m, np.concatenate([first.scores, second.scores])[place])


def without(instance: Instance, arcs: Arcs, known: Arcs) -> Arcs:
    m = instance.scorer.shape[1]
    keys, sorted_keys = arcs.rows * m + arcs.columns, known.rows * m + known.columns
    place = np.minimum(np.searchsorted(sorted_keys, keys), max(0, len(sorted_keys) - 1))
    new = sorted_keys[place] != keys if len(sorted_keys) else np.ones(len(keys), np.bool_)
    return Arcs(arcs.rows[new], arcs.columns[new], arcs.scores[new])


def pieces(rows: Ints, width: int, cells: int) -> Iterator[Ints]:
    size = max(1, cells // max(1, width))
    return (rows[start : start + size] for start in range(0, len(rows), size))
