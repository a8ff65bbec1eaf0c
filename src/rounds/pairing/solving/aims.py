"""The two other aims: fair (the worst pair as good as possible) and stable (nobody would both rather swap)."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np

from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.bounds import row_blocks
from rounds.pairing.solving.instance import Instance

Progress = Callable[[str, int, int], None]
AHEAD = 64  # partners of a mentee that are sorted at a time


def fair_floor(instance: Instance, rows: Ints, columns: Ints, progress: Progress) -> int | None:
    """Find the highest minimum score that leaves as many mentees with a mentor as any.

    `rows`, `columns` are the pairs of a choice with as many mentees as possible: how many that is, and where to
    start. Bottleneck assignment by bisection over the floor, each step one maximum flow (Burkard, Dell'Amico,
    Martello 2009, section 6.2). Locked pairs are exempt. None when nobody can be matched.
    """
    first = ~instance.met[rows]
    best = np.full(len(instance.mentee_ids), -(2**62))
    np.maximum.at(best, rows[first], instance.scorer.at(rows[first], columns[first]))
    matched = np.unique(rows[first])
    if not len(matched):
        return None
    most = len(matched)
    rows, columns, scores = _open_pairs(instance, int(best[matched].min()))
    values = np.unique(scores)
    low, high = 0, len(values) - 1  # values[low] always reaches `most`
    while low < high:
        middle = (low + high + 1) // 2
        kept = scores >= values[middle]
        if len(np.unique(rows[kept])) >= most and _reach(instance, rows[kept], columns[kept]) == most:
            low = middle
        else:
            high = middle - 1
        progress("Raising the worst pair", low, high)
    return int(values[low])


def _open_pairs(instance: Instance, least: int) -> tuple[Ints, Ints, Ints]:
    """Return every possible pair of a mentee without a lock and a mentor with a place that scores at least so much."""
    found: list[tuple[Ints, Ints, Ints]] = []
    for block in row_blocks(instance):
        rows = block[~instance.met[block] & (instance.demand[block] > 0)]
        scores = instance.block(rows)
        place, columns = np.nonzero((scores >= least) & (instance.capacity > 0))
        found.append((rows[place], columns, scores[place, columns].astype(np.int64)))
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, columns, values


def _reach(instance: Instance, rows: Ints, columns: Ints) -> int:
    """Count the mentees who can have a mentor through these pairs."""
    from scipy.sparse import csr_array  # heavy, and a web process never solves
    from scipy.sparse.csgraph import maximum_flow

    n, m = instance.scorer.shape
    source, sink = n + m, n + m + 1
    some = np.unique(rows)
    tails = np.concatenate([np.full(len(some), source), rows, n + np.arange(m)])
    heads = np.concatenate([some, n + columns, np.full(m, sink)])
    capacities = np.concatenate([np.ones(len(some) + len(rows), np.int64), instance.capacity]).astype(
        np.int32
    )
    graph = csr_array((capacities, (tails, heads)), shape=(n + m + 2, n + m + 2))
    return int(maximum_flow(graph, source, sink).flow_value)


def stable_pairs(instance: Instance, progress: Progress) -> tuple[Ints, Ints]:
    """Take pairs from the highest score down while both have a place: (mentee, mentor) places.

    Both sides read the same score, so the stable outcome is what greedy gives (globally ranked pairs, Abraham,
    Levavi, Manlove, O'Malley 2008). Equal scores go by the order of hash(seed, id). Load costs don't count.
    """
    demand, capacity = instance.demand.copy(), instance.capacity.copy()
    ahead = _BestFirst(instance)
    heap: list[tuple[int, int, int]] = []  # (-score, mentee, mentor)
    for row in np.flatnonzero(demand > 0).tolist():
        ahead.push_next(heap, row)
    rows: list[int] = []
    columns: list[int] = []
    wanted = int(demand.sum())
    while heap:
        _, row, column = heapq.heappop(heap)
        if capacity[column] > 0:
            rows.append(row)
            columns.append(column)
            capacity[column] -= 1
            demand[row] -= 1
            if len(rows) % 1_000 == 0:
                progress("Taking pairs from the best down", len(rows), wanted)
        if demand[row] > 0:
            ahead.push_next(heap, row)
    return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)


class _BestFirst:
    """Each mentee's possible mentors from the best down, sorted some at a time."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.lists: dict[int, tuple[list[int], list[int]]] = {}
        self.taken: dict[int, int] = {}
        for rows in row_blocks(instance):
            for place, scores in enumerate(instance.block(rows)):
                self._sort(int(rows[place]), scores, AHEAD)

    def push_next(self, heap: list[tuple[int, int, int]], row: int) -> None:
        mentors, scores = self.lists[row]
        at = self.taken.get(row, 0)
        if at == len(mentors) and at % AHEAD == 0 and at:
            self._sort(row, self.instance.block(np.array([row]))[0], len(self.instance.mentor_ids))
            mentors, scores = self.lists[row]
        if at < len(mentors):
            self.taken[row] = at + 1
            heapq.heappush(heap, (-scores[at], row, mentors[at]))

    def _sort(self, row: int, scores: np.ndarray, count: int) -> None:  # type: ignore[type-arg]
        if count < len(scores):
            # all that are as good as the last one counted, so that equal scores keep their order
            limit = np.partition(scores, -count)[-count]
            places = np.flatnonzero((scores >= limit) & np.isfinite(scores))
        else:
            places = np.flatnonzero(np.isfinite(scores))
        order = places[np.argsort(-scores[places], kind="stable")][:count]
        self.lists[row] = order.tolist(), scores[order].astype(np.int64).tolist()
