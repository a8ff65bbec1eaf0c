"""One min-cost flow over a list of candidate pairs, and the prices that prove its optimum.

Method: successive cost scaling push-relabel (Goldberg 1997, as in OR-tools) for the flow; shortest-path
potentials of the residual network (Ahuja, Magnanti, Orlin 1993, ch. 9) for the prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rounds.pairing.errors import OutOfRange
from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.instance import Instance

FAR = 2**60


@dataclass(frozen=True)
class Arcs:
    """Candidate pairs, sorted by row then column: three arrays of one length."""

    rows: Ints
    columns: Ints
    scores: Ints


@dataclass(frozen=True)
class Restricted:
    """The best choice among candidate pairs: `taken` per pair, prices v (m,) and gains u (n,) that support it."""

    taken: Ints
    prices: Ints
    gain: Ints


def best_choice(instance: Instance, arcs: Arcs, *, copies: int = 1) -> Restricted:
    """Solve the restricted problem, with a small bonus first.

    The flow solver's time grows with the size of the costs. A bonus of a few scores nearly always leads to the
    same choice; whether it did is checked by writing the full bonus into the prices and looking at every
    candidate pair again. Otherwise the problem is solved with the full bonus.
    """
    step = max(abs(cost) for cost in instance.load_costs)
    light = 4 * (instance.scorer.top + step) + 1
    if instance.bonus > light:
        small = replace(instance, bonus=light)
        taken = best_flow(small, arcs, copies=copies)
        prices, gain = least_prices(small, arcs, taken, copies=copies)
        prices, gain = (_with_full_bonus(values, light, instance.bonus) for values in (prices, gain))
        found = Restricted(taken, prices, gain)
        if _supported(instance, arcs, found, copies):
            return found
    taken = best_flow(instance, arcs, copies=copies)
    return Restricted(taken, *least_prices(instance, arcs, taken, copies=copies))


def _with_full_bonus(values: Ints, light: int, bonus: int) -> Ints:
    levels = np.where(np.abs(values) >= FAR // 2, 0, np.rint(values / light)).astype(np.int64)
    full: Ints = values + levels * (bonus - light)
    return full


def _supported(instance: Instance, arcs: Arcs, found: Restricted, copies: int) -> bool:
    """Check complementary slackness of a choice with prices and gains, the optimality condition of the flow."""
    taken, prices, gain = found.taken, found.prices, found.gain
    n, m = instance.scorer.shape
    given = np.bincount(arcs.rows, taken, minlength=n).astype(np.int64)
    load = np.bincount(arcs.columns, taken, minlength=m).astype(np.int64)
    every, open_places = np.arange(m), instance.capacity > 0
    offer = arcs.scores - prices[arcs.columns]
    mine, most = gain[arcs.rows], np.minimum(copies, instance.capacity)[arcs.columns]
    floor = np.where(load > 0, instance.step_costs(np.maximum(load - 1, 0), every), -FAR)
    ceiling = np.where(load < instance.capacity, instance.step_costs(load, every), FAR)
    free = copies * np.where(instance.met, instance.demand, np.maximum(instance.demand - 1, 0))
    empty = copies * instance.demand - given
    # what the next empty place of a mentee would gain, and what the last one that was filled did
    high = np.where(empty <= 0, FAR, np.where(empty > free, -instance.bonus, 0))
    low = np.where(given <= 0, -FAR, np.where(empty >= free, -instance.bonus, 0))
    low = np.where(instance.met & (given > 0), 0, low)
    return bool(
        (offer <= mine)[(taken < most) & (most > 0)].all()
        and (offer >= mine)[taken > 0].all()
        and (prices >= floor)[open_places].all()
        and (prices <= ceiling)[open_places].all()
        and (gain <= high).all()
        and (gain >= low).all()
    )


def best_flow(instance: Instance, arcs: Arcs, *, copies: int = 1) -> Ints:
    """Choose among the candidate pairs the best ordered objective: how often each pair is taken (0 or 1).

    With `copies` above 1 every mentee counts for so many alike, and a pair may be taken that often.
    """
    from ortools.graph.python import min_cost_flow  # heavy, and a web process never solves

    n, m = instance.scorer.shape
    if not len(arcs.rows):
        return np.zeros(0, dtype=np.int64)
    network = min_cost_flow.SimpleMinCostFlow()
    most = np.minimum(copies, instance.capacity)[arcs.columns]
    first = network.add_arcs_with_capacity_and_unit_cost(arcs.rows, n + arcs.columns, most, -arcs.scores)
    sink = n + m
    # a place that stays empty: free, but the last one of a mentee without any mentor costs the bonus
    free = copies * np.where(instance.met, instance.demand, np.maximum(instance.demand - 1, 0))
    last = copies * instance.demand - free
    for capacities, cost in ((free, 0), (last, instance.bonus)):
        some = np.flatnonzero(capacities > 0)
        network.add_arcs_with_capacity_and_unit_cost(
            some, np.full(len(some), sink), capacities[some], np.full(len(some), cost)
        )
    columns, capacities, costs = load_steps(instance)
    network.add_arcs_with_capacity_and_unit_cost(n + columns, np.full(len(columns), sink), capacities, costs)
    supply = np.zeros(n + m + 1, dtype=np.int64)
    supply[:n] = copies * instance.demand
    supply[sink] = -int(supply.sum())
    network.set_nodes_supplies(np.arange(n + m + 1), supply)
    status = network.solve()
    if status != network.OPTIMAL:
        raise OutOfRange(
            f"The flow solver refused the numbers ({status.name}). Divide the weights by one number."
        )
    taken: Ints = network.flows(first).astype(np.int64)
    return taken


def load_steps(instance: Instance) -> tuple[Ints, Ints, Ints]:
    """Return (mentor, places, cost) of every stretch of a mentor's places that costs the same."""
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


def least_prices(instance: Instance, arcs: Arcs, taken: Ints, *, copies: int = 1) -> tuple[Ints, Ints]:
    """Return the least prices v (m,) that support the chosen pairs, and each mentee's gain u (n,).

    Complementary slackness: u_i <= s_ij - v_j for chosen pairs, u_i >= s_ij - v_j for pairs that could be taken
    once more, v_j at least the cost of the mentor's last used step. Starting low and raising only what must rise
    ends at the least such v: the gain from one more place. Mentors without a mentee get the cost of their first step.
    """
    n, m = instance.scorer.shape
    given = np.bincount(arcs.rows, taken, minlength=n).astype(np.int64)
    load = np.bincount(arcs.columns, taken, minlength=m).astype(np.int64)
    every = np.arange(m)
    price = np.where(load > 0, instance.step_costs(np.maximum(load - 1, 0), every), -FAR)
    empty = copies * instance.demand - given
    costly = ~instance.met & (empty > copies * np.maximum(instance.demand - 1, 0))
    ceiling = np.where(empty <= 0, FAR, np.where(costly, -instance.bonus, 0))
    used, open_ = taken > 0, taken < np.minimum(copies, instance.capacity)[arcs.columns]
    open_ |= instance.capacity[arcs.columns] == 0
    taken_rows, taken_columns, taken_scores = arcs.rows[used], arcs.columns[used], arcs.scores[used]
    rest_rows, rest_columns, rest_scores = arcs.rows[open_], arcs.columns[open_], arcs.scores[open_]
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
    idle = (load == 0) & (instance.capacity > 0)
    return np.where(idle, instance.step_costs(np.zeros(m, np.int64), every), price), gain
