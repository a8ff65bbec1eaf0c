"""One min-cost flow over a list of candidate pairs, and the prices that prove its optimum.

Method: successive cost scaling push-relabel (Goldberg 1997, as in OR-tools) for the flow; shortest-path
potentials of the residual network (Ahuja, Magnanti, Orlin 1993, ch. 9) for the prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rounds.pairing.columns import Flags, Ints
from rounds.pairing.errors import OutOfRange
from rounds.pairing.instance import Instance

FAR = 2**60


@dataclass(frozen=True)
class Arcs:
    """Candidate pairs, sorted by row then column: three arrays of one length."""

    rows: Ints
    columns: Ints
    scores: Ints


def best_flow(instance: Instance, arcs: Arcs) -> Flags:
    """This will choose among the candidate pairs the best ordered objective: a flag per pair."""
    from ortools.graph.python import min_cost_flow  # heavy, and a web process never solves

    n, m = instance.scorer.shape
    if not len(arcs.rows):
        return np.zeros(0, dtype=np.bool_)
    network = min_cost_flow.SimpleMinCostFlow()
    ones = np.ones(len(arcs.rows), dtype=np.int64)
    first = network.add_arcs_with_capacity_and_unit_cost(arcs.rows, n + arcs.columns, ones, -arcs.scores)
    sink = n + m
    # a place that stays empty: free, but the last one of a mentee without any mentor costs the bonus
    free = np.where(instance.met, instance.demand, np.maximum(instance.demand - 1, 0))
    open_, last = np.flatnonzero(free > 0), np.flatnonzero(instance.demand - free > 0)
    network.add_arcs_with_capacity_and_unit_cost(
        open_, np.full(len(open_), sink), free[open_], np.zeros(len(open_), np.int64)
    )
    network.add_arcs_with_capacity_and_unit_cost(
        last, np.full(len(last), sink), np.ones(len(last), np.int64), np.full(len(last), instance.bonus)
    )
    columns, capacities, costs = load_steps(instance)
    network.add_arcs_with_capacity_and_unit_cost(n + columns, np.full(len(columns), sink), capacities, costs)
    supply = np.zeros(n + m + 1, dtype=np.int64)
    supply[:n] = instance.demand
    supply[sink] = -int(instance.demand.sum())
    network.set_nodes_supplies(np.arange(n + m + 1), supply)
    status = network.solve()
    if status != network.OPTIMAL:
        raise OutOfRange(
            f"The flow solver refused the numbers ({status.name}). Divide the weights by one number."
        )
    chosen: Flags = network.flows(first) > 0
    return chosen


def load_steps(instance: Instance) -> tuple[Ints, Ints, Ints]:
    """(mentor, places, cost) of every stretch of a mentor's places that costs the same."""
    levels = len(instance.load_costs)
    columns, capacities, costs = [], [], []
    left, used = instance.capacity.copy(), instance.used
    for level in range(levels):
        here = np.full(len(left), FAR) if level == levels - 1 else (used <= level).astype(np.int64)
        here = np.minimum(here, left)
        some = np.flatnonzero(here > 0)
        columns.append(some)
        capacities.append(here[some])
        costs.append(np.full(len(some), instance.load_costs[level], dtype=np.int64))
        left = left - here
    return np.concatenate(columns), np.concatenate(capacities), np.concatenate(costs)


def least_prices(instance: Instance, arcs: Arcs, chosen: Flags) -> tuple[Ints, Ints]:
    """This will give the least prices v (m,) that support the chosen pairs, and each mentee's gain u (n,).

    Complementary slackness: u_i <= s_ij - v_j for chosen pairs, u_i >= s_ij - v_j for the others, v_j at least
    the cost of the mentor's last used step. Starting low and raising only what must rise ends at the least
    such v: the gain from one more place. Mentors without a mentee get the cost of their first step.
    """
    n, m = instance.scorer.shape
    given = np.bincount(arcs.rows[chosen], minlength=n)
    load = np.bincount(arcs.columns[chosen], minlength=m)
    every = np.arange(m)
    price = np.where(load > 0, instance.step_costs(np.maximum(load - 1, 0), every), -FAR)
    without = (given == 0) & ~instance.met
    ceiling = np.where(given >= instance.demand, FAR, np.where(without, -instance.bonus, 0))
    taken_rows, taken_columns, taken_scores = arcs.rows[chosen], arcs.columns[chosen], arcs.scores[chosen]
    rest_rows, rest_columns, rest_scores = arcs.rows[~chosen], arcs.columns[~chosen], arcs.scores[~chosen]
    starts = np.searchsorted(rest_rows, np.arange(n + 1))
    gain = np.full(n, FAR)
    while True:
        new_gain = ceiling.copy()
        np.minimum.at(new_gain, taken_rows, taken_scores - price[taken_columns])
        moved = np.flatnonzero(new_gain < gain)
        if not len(moved):
            break
        gain = new_gain
        counts = starts[moved + 1] - starts[moved]
        entry = np.arange(counts.sum()) + np.repeat(starts[moved] - (np.cumsum(counts) - counts), counts)
        np.maximum.at(price, rest_columns[entry], rest_scores[entry] - np.repeat(gain[moved], counts))
    idle = load == 0
    return np.where(
        idle & (instance.capacity > 0), instance.step_costs(np.zeros(m, np.int64), every), price
    ), gain
