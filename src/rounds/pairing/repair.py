"""Puts a few further pairs into a choice that is the best without them, instead of solving anew.

Method: a pair that would help is an arc of negative reduced cost. The shortest path of the residual network from
its mentor back to its mentee (Dijkstra with potentials; Ahuja, Magnanti, Orlin 1993, sections 9.7 and 12.4) either
closes a cycle that pays, which is taken, or is too long, and prices rise until the pair no longer helps. Only people
closer than what the pair would gain are visited, usually a few dozen.
"""

from __future__ import annotations

import heapq

import numpy as np

from rounds.pairing.columns import Ints
from rounds.pairing.flow import Arcs, Restricted
from rounds.pairing.instance import Instance


class TooLong(Exception):
    """More was visited than a new flow would cost."""


def with_more_pairs(instance: Instance, arcs: Arcs, known: Restricted, most: int) -> Ints | None:
    """This will give the best choice among `arcs` (taken per pair), or None after `most` steps.

    `known.taken` is a choice among the same arcs, the best one for `known.prices` (m,) and `known.gain` (n,) but for
    arcs that offer more than their mentee's gain.
    """
    network = _Network(instance, arcs, known, most)
    ahead = arcs.scores - known.prices[arcs.columns] - known.gain[arcs.rows]
    try:
        for entry in np.flatnonzero((ahead > 0) & (known.taken == 0)).tolist():
            network.offer(entry)
    except TooLong:
        return None
    return np.array(network.taken, dtype=np.int64)


class _Network:
    """The residual network. Nodes: mentors 0 to m - 1, then mentees, then the sink for empty and filled places."""

    def __init__(self, instance: Instance, arcs: Arcs, known: Restricted, most: int) -> None:
        n, m = instance.scorer.shape
        self.mentors, self.sink, self.left = m, n + m, most
        self.rows, self.columns = arcs.rows.tolist(), arcs.columns.tolist()
        self.scores, self.taken = arcs.scores.tolist(), known.taken.tolist()
        self.starts = np.searchsorted(arcs.rows, np.arange(n + 1)).tolist()
        self.price, self.gain, self.sunk = known.prices.tolist(), known.gain.tolist(), 0
        used = np.flatnonzero(known.taken)
        self.holders: list[list[int]] = [[] for _ in range(m)]
        for entry in used.tolist():
            self.holders[self.columns[entry]].append(entry)
        self.load = np.bincount(arcs.columns[used], minlength=m).tolist()
        self.empty = (instance.demand - np.bincount(arcs.rows[used], minlength=n)).tolist()
        self.capacity, self.demand = instance.capacity.tolist(), instance.demand.tolist()
        self.free = np.where(instance.met, instance.demand, np.maximum(instance.demand - 1, 0))
        self.used, self.costs, self.bonus = instance.used, instance.load_costs, instance.bonus

    def offer(self, entry: int) -> None:
        """This will take one pair in, if that still helps, and keep the prices right."""
        row, column = self.rows[entry], self.columns[entry]
        helps = self.scores[entry] - self.price[column] - self.gain[row]
        if helps <= 0:
            return
        goal = self.mentors + row
        reached, came_from = self._visit(column, goal, helps)
        length = reached.get(goal, helps)
        for node, distance in reached.items():
            self._raise(node, length - distance)
        if goal in reached:
            self._turn(goal, column, came_from)
            self.taken[entry] = 1
            self.holders[column].append(entry)

    def _visit(self, start: int, goal: int, limit: int) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
        """Distances under `limit`, up to the goal; where each node was reached from, and through which pair (or -1)."""
        best = {start: 0}
        reached: dict[int, int] = {}
        came_from: dict[int, tuple[int, int]] = {}
        heap = [(0, start)]
        while heap:
            distance, node = heapq.heappop(heap)
            if node in reached:
                continue
            reached[node] = distance
            if node == goal:
                break
            steps = self._steps_of_sink(limit - distance) if node == self.sink else self._steps(node)
            self.left -= len(steps) + 1
            if self.left < 0:
                raise TooLong
            for slack, other, entry in steps:
                total = distance + slack
                if total < limit and total < best.get(other, limit):
                    best[other] = total
                    came_from[other] = (node, entry)
                    heapq.heappush(heap, (total, other))
        return reached, came_from

    def _steps(self, node: int) -> list[tuple[int, int, int]]:
        """(reduced cost, next node, pair or -1) of everything that can change next to a person."""
        if node < self.mentors:  # a mentor with one mentee too many: another place, or somebody else leaves
            price = self.price[node]
            steps = [
                (
                    self.scores[entry] - price - self.gain[self.rows[entry]],
                    self.mentors + self.rows[entry],
                    entry,
                )
                for entry in self.holders[node]
            ]
            if self.load[node] < self.capacity[node]:
                steps.append((self._step_cost(node, self.load[node]) - price + self.sunk, self.sink, -1))
            return steps
        row = node - self.mentors  # a mentee with one mentor too few: another one, or an empty place
        gain = self.gain[row]
        steps = []
        for entry in range(self.starts[row], self.starts[row + 1]):
            slack = gain + self.price[self.columns[entry]] - self.scores[entry]
            if slack >= 0 and not self.taken[entry]:  # below 0: not taken in yet
                steps.append((slack, self.columns[entry], entry))
        if self.empty[row] < self.demand[row]:
            cost = 0 if self.empty[row] < self.free[row] else self.bonus
            steps.append((gain + self.sunk + cost, self.sink, -1))
        return steps

    def _steps_of_sink(self, limit: int) -> list[tuple[int, int, int]]:
        """Filled places that could be given up, empty ones that could be filled; as arrays, because there are many."""
        load, empty = np.array(self.load), np.array(self.empty)
        level = np.minimum(self.used + np.maximum(load - 1, 0), len(self.costs) - 1)
        release = np.array(self.price) - self.sunk - np.array(self.costs)[level]
        fill = -np.where(empty <= self.free, 0, self.bonus) - np.array(self.gain) - self.sunk
        columns = np.flatnonzero((load > 0) & (release < limit))
        rows = np.flatnonzero((empty > 0) & (fill < limit))
        slacks = np.concatenate([release[columns], fill[rows]]).tolist()
        nodes = np.concatenate([columns, self.mentors + rows]).tolist()
        return list(zip(slacks, nodes, [-1] * len(nodes), strict=True))

    def _step_cost(self, column: int, k: int) -> int:
        return self.costs[min(int(self.used[column]) + k, len(self.costs) - 1)]

    def _raise(self, node: int, amount: int) -> None:
        if node == self.sink:
            self.sunk += amount
        elif node < self.mentors:
            self.price[node] += amount
        else:
            self.gain[node - self.mentors] -= amount

    def _turn(self, node: int, start: int, came_from: dict[int, tuple[int, int]]) -> None:
        """This will change everything along the path from the start to a node."""
        while node != start:
            before, entry = came_from[node]
            if entry >= 0 and before < self.mentors:
                self.taken[entry] = 0
                self.holders[before].remove(entry)
            elif entry >= 0:
                self.taken[entry] = 1
                self.holders[node].append(entry)
            elif node == self.sink:
                self._count(before, 1)
            else:
                self._count(node, -1)
            node = before

    def _count(self, node: int, more: int) -> None:
        if node < self.mentors:
            self.load[node] += more
        else:
            self.empty[node - self.mentors] += more
