"""The bound that mentors' prices put on every possible choice; no solver is needed to add it up.

For any prices v, by weak duality of the transportation problem (Ahuja, Magnanti, Orlin 1993, ch. 9):

    bound(v) = sum_i (sum of the d_i largest positive parts of s_ij - v_j) + sum_j sum_{k<=c_j} max(0, v_j - p_jk)

with the bonus added to a mentee's first place.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.instance import Instance

CELLS = 4_000_000  # pairs looked at together


def row_blocks(instance: Instance, cells: int = CELLS) -> Iterator[Ints]:
    n, m = instance.scorer.shape
    size = max(1, cells // max(m, 1))
    for start in range(0, n, size):
        yield np.arange(start, min(n, start + size))


def price_bound(instance: Instance, prices: Ints) -> int:
    """Add up bound(v), in the instance's reduced numbers, exactly."""
    total = 0
    for rows in row_blocks(instance):
        total += mentee_part(instance, rows, prices)
    return total + mentor_part(instance, prices)


def mentee_part(instance: Instance, rows: Ints, prices: Ints) -> int:
    scores = instance.block(rows)
    allowed = np.isfinite(scores)
    reduced = np.where(allowed, scores, 0).astype(np.int64) - prices
    reduced[~allowed] = -(2**61)
    most = min(int(instance.demand[rows].max(initial=0)), reduced.shape[1])
    if not most:
        return 0
    best = -np.sort(-np.partition(reduced, -most, axis=1)[:, -most:], axis=1)
    best[:, 0] += np.where(instance.met[rows], 0, instance.bonus)
    best[np.arange(most) >= instance.demand[rows][:, None]] = 0
    return int(np.maximum(best, 0).sum())


def mentor_part(instance: Instance, prices: Ints) -> int:
    total = 0
    for k in range(int(instance.capacity.max(initial=0))):
        open_ = np.flatnonzero(instance.capacity > k)
        costs = instance.step_costs(np.full(len(open_), k), open_)
        total += int(np.maximum(prices[open_] - costs, 0).sum())
    return total
