"""Better prices from the pairs that a scan listed, without a flow: each mentee asks a little of everybody close.

Method: the invisible hand (Kosowsky, Yuille 1994). A mentee's wish for a place is shared out among the listed
mentors, nearly all to the best offer; a mentor who is asked for more than the places gets a higher price, one who is asked for
less gets cheaper. The weights fall like exp(-x) but are powers, and a step is the first term of a logarithm: only
sums, products and quotients, which every processor rounds alike. The outcome is a guess, never part of a proof.
"""

from __future__ import annotations

import numpy as np

from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.instance import Instance
from rounds.pairing.solving.large.candidates import best_offers, nearest_of_all
from rounds.pairing.solving.large.scan import Close

LISTED = 12  # pairs per mentee, on average, that ask
ROUNDS = 10
SHARPNESS = 12  # how much nearer the best offers are told apart than the listed ones


def softened_prices(instance: Instance, close: Close) -> Ints:
    """Move a scan's prices (m,) towards those at which as many ask for each mentor as there are places."""
    n, m = instance.scorer.shape
    behind = best_offers(close, n)[close.rows] - close.scores + close.prices[close.columns]
    chosen = nearest_of_all(behind, LISTED * n)
    if not chosen.any():
        return close.prices
    rows, columns = close.rows[chosen], close.columns[chosen]
    scores = close.scores[chosen].astype(np.float64)
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    counts = np.diff(starts, append=len(rows))
    wanted = instance.demand[rows[starts]]
    alone = np.where(instance.met, 0, -instance.bonus)[rows[starts]]  # what an empty place is worth
    heat = max(1.0, float(behind[chosen].max()) / SHARPNESS)
    places = np.maximum(instance.capacity, 1)
    least = instance.step_costs(np.zeros(m, np.int64), np.arange(m))
    asked_for = np.bincount(columns, minlength=m) > 0
    prices = close.prices.astype(np.float64)
    for _round in range(ROUNDS):
        offers = scores - prices[columns]
        best = np.maximum(np.maximum.reduceat(offers, starts), alone)
        weights = _falling((offers - np.repeat(best, counts)) / heat)
        whole = np.add.reduceat(weights, starts) + _falling((alone - best) / heat)
        asked = np.bincount(columns, weights * np.repeat(wanted / whole, counts), minlength=m)
        moved = prices + heat * 2 * (asked - places) / (asked + places)
        prices = np.where(asked_for, np.maximum(moved, np.minimum(prices, least)), prices)
    return np.rint(prices).astype(np.int64)


def _falling(values: np.ndarray) -> np.ndarray:
    """Approximate exp(x) for x <= 0: (1 + x / 16) ** 16, and 0 from -16 on."""
    near = np.maximum(1 + values / 16, 0)
    for _square in range(4):
        near *= near
    return near
