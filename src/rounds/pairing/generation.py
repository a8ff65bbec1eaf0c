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

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.bounds import mentor_part
from rounds.pairing.columns import Flags, Ints
from rounds.pairing.flow import Arcs, Restricted, best_choice, least_prices
from rounds.pairing.instance import Instance
from rounds.pairing.levels import expected_levels
from rounds.pairing.repair import with_more_pairs
from rounds.pairing.scan import CELLS, Close, Progress, scan

SAMPLE = 8  # one mentee in so many stands for all when first prices are estimated
MEASURED = 400  # mentees whose scores give the first guess
SAMPLE_KEEP, KEEP, FIRST, THIN = (
    24,
    48,
    6,
    4,
)  # mentors per mentee: in the sample, after the scan, in the first flow, later
MOST_SCANS = 4  # from then on what is undecided is looked at, however much it is
NEARLY = 1  # hundredths of the top score
RARE = 3  # a mentor on fewer lists of the sample is looked at from their side
AGAIN = 8  # pairs per mentee that are added in one round
REPAIRED = 12  # so many further pairs are put into a choice; more take a new flow
STEPS = 1  # work on that, per candidate, after which a new flow costs less
NOTHING = -(2**62)
SPREAD = 2.5  # first guess of a price: mean plus so many deviations of the mentor's scores


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
    """This will find the best choice of pairs and its proof without ever holding all pairs.

    `start` prices (m,) of a similar problem, in the instance's reduced numbers, save the sample.
    """
    guess = start if start is not None else _first_prices(instance, executor, progress, cells)
    flows = scans = 0
    candidates = Arcs(*(np.zeros(0, np.int64),) * 3)
    while True:
        close = scan(instance, guess, keep=KEEP, executor=executor, progress=progress, cells=cells)
        scans += 1
        candidates = _merged(instance, candidates, _nearest(instance, close, cells))
        found = best_choice(instance, candidates)
        if not flows:
            candidates, found = _thinned(candidates, found, len(found.gain))
        while True:
            flows += 1
            progress("Solving the restricted problem", flows, flows + 2)
            candidates, found = _settled(instance, candidates, found, close)
            again = _undecided(instance, close, found.prices, found.gain, at_any_cost=scans >= MOST_SCANS)
            if again is None:
                break
            more = _better(instance, again, found.prices, found.gain, cells)
            more = _without(instance, more, candidates)  # pairs that are taken may offer more than the gain
            if not len(more.rows):
                progress("Solving the restricted problem", 1, 1)
                prices = _with_closed(instance, found.prices, found.gain, cells)
                chosen = found.taken > 0
                rows, columns = candidates.rows[chosen], candidates.columns[chosen]
                bound = _dual_value(instance, rows, candidates.scores[chosen], columns, prices)
                return Found(rows, columns, prices, bound, flows, scans)
            candidates, found = _improved(instance, candidates, found, more)
        # too much is undecided: another scan costs less
        guess = _as_if_wanted(instance, found.prices, found.gain, np.arange(len(found.gain)), cells)


def _first_prices(instance: Instance, executor: Executor | None, progress: Progress, cells: int) -> Ints:
    """This will estimate prices from every eighth mentee standing for eight, in the order of hash(seed, id)."""
    n, m = instance.scorer.shape
    rows = np.arange(0, n, SAMPLE)
    progress("Estimating prices", 0, 1)
    guess = _moments(instance, rows[:: max(1, len(rows) // MEASURED)], cells)
    close = scan(
        instance, guess, rows=rows, keep=SAMPLE_KEEP, executor=executor, progress=_silent, cells=cells
    )
    listed = np.bincount(close.columns, minlength=m)
    rare = np.flatnonzero((listed < RARE) & (instance.capacity > 0))
    near = _merged(instance, _pairs(close), _who_comes_closest(instance, rare, _best(close, n), cells))
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
    prices = _as_if_wanted(instance, found.prices, found.gain, rows, cells)
    return prices + expected_levels(instance) * instance.bonus


def _moments(instance: Instance, rows: Ints, cells: int) -> Ints:
    """A first guess for each price: mean plus SPREAD deviations of the scores that some mentees give the mentor."""
    m = instance.scorer.shape[1]
    count, total, squares = np.zeros(m), np.zeros(m), np.zeros(m)
    for some in _pieces(rows, m, cells):
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


def _as_if_wanted(instance: Instance, prices: Ints, gain: Ints, rows: Ints, cells: int) -> Ints:
    """This will give mentors whom a restricted problem left idle the price at which somebody just wants them.

    Idle because nobody had them as a candidate, they cost a whole bonus less than the others, and at such prices
    everybody would list them and nobody else. Any prices may be scanned with.
    """
    first_step = instance.step_costs(np.zeros(len(prices), np.int64), np.arange(len(prices)))
    cheap = np.flatnonzero((prices <= first_step) & (instance.capacity > 0))
    if not len(cheap):
        return prices
    best = np.full(len(cheap), -np.inf)
    wanting = instance.demand[rows] > 0
    pieces = zip(
        _pieces(rows[wanting], len(cheap), cells), _pieces(gain[wanting], len(cheap), cells), strict=True
    )
    for some, theirs in pieces:
        offer = instance.block(some, cheap).astype(np.float64) - theirs[:, None]
        best = np.maximum(best, offer.max(axis=0, initial=-np.inf))
    raised = prices.copy()
    raised[cheap] = np.maximum(prices[cheap], np.where(np.isfinite(best), best, 0).astype(np.int64))
    return raised


class _Shape:
    """Stands in for a scorer where only the size of the problem matters."""

    def __init__(self, shape: tuple[int, int], top: int) -> None:
        self.shape, self.top = shape, top

    def block(self, rows: Ints, columns: Ints | None = None) -> NDArray[np.float64]:
        raise NotImplementedError

    def at(self, rows: Ints, columns: Ints) -> Ints:
        raise NotImplementedError


def _nearest(instance: Instance, close: Close, cells: int) -> Arcs:
    """The nearest pairs, FIRST per mentee on average, and for each mentor some for every place."""
    n, m = instance.scorer.shape
    best = _best(close, n)
    behind = best[close.rows] - close.scores + close.prices[close.columns]
    # the FIRST * n nearest pairs of all; then what mentors need who would be left with too few of them
    limit = min(len(behind), FIRST * n) - 1
    chosen = behind <= np.partition(behind, limit)[limit] if limit >= 0 else behind < 0
    few = np.bincount(close.columns[chosen], minlength=m) < 2 * instance.capacity
    entry = np.flatnonzero(few[close.columns])
    rank = _rank_within(close.columns[entry], behind[entry], m)
    chosen[entry[rank < 4 * instance.capacity[close.columns[entry]]]] = True
    near = Arcs(close.rows[chosen], close.columns[chosen], close.scores[chosen])
    # mentors who have a price although hardly anybody lists them: find who comes closest to wanting them
    listed = np.bincount(close.columns, minlength=m)
    first_step = instance.step_costs(np.zeros(m, np.int64), np.arange(m))
    rare = np.flatnonzero((listed < 4 * instance.capacity) & (close.prices > first_step))
    return _merged(instance, near, _who_comes_closest(instance, rare, best, cells))


def _pairs(close: Close) -> Arcs:
    return Arcs(close.rows, close.columns, close.scores)


def _best(close: Close, n: int) -> Ints:
    """Each mentee's best score less price (n,), NOTHING for those without a list."""
    best = np.full(n, NOTHING)
    np.maximum.at(best, close.rows, close.scores - close.prices[close.columns])
    return best


def _who_comes_closest(instance: Instance, columns: Ints, best: Ints, cells: int) -> Arcs:
    """For each of these mentors the AGAIN mentees who come closest to wanting them, first places first among equals."""
    rows = np.flatnonzero(best > NOTHING)
    top_rows = np.zeros((len(columns), 0), np.int64)
    top = np.zeros((len(columns), 0))
    for some in _pieces(rows, len(columns), cells) if len(columns) else ():
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


def _rank_within(group: Ints, values: Ints, size: int) -> Ints:
    """The place of each entry among its group's values, least first; equal values in the order given."""
    order = np.lexsort((values, group))
    starts = np.searchsorted(group[order], np.arange(size))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - starts[group[order]]
    return rank


def _merged(instance: Instance, first: Arcs, second: Arcs) -> Arcs:
    m = instance.scorer.shape[1]
    keys = np.concatenate([first.rows * m + first.columns, second.rows * m + second.columns])
    keys, place = np.unique(keys, return_index=True)
    return Arcs(keys // m, keys % m, np.concatenate([first.scores, second.scores])[place])


def _without(instance: Instance, arcs: Arcs, known: Arcs) -> Arcs:
    m = instance.scorer.shape[1]
    keys, sorted_keys = arcs.rows * m + arcs.columns, known.rows * m + known.columns
    place = np.minimum(np.searchsorted(sorted_keys, keys), max(0, len(sorted_keys) - 1))
    new = sorted_keys[place] != keys if len(sorted_keys) else np.ones(len(keys), np.bool_)
    return Arcs(arcs.rows[new], arcs.columns[new], arcs.scores[new])


def _settled(
    instance: Instance, candidates: Arcs, found: Restricted, close: Close
) -> tuple[Arcs, Restricted]:
    """This will add close pairs that would help and solve again, until none of them would."""
    n = len(instance.mentee_ids)
    while True:
        ahead = close.scores - found.prices[close.columns] - found.gain[close.rows]
        helping = _without(instance, _some(close, ahead > 0, found, n), candidates)
        if not len(helping.rows):
            return candidates, found
        if len(helping.rows) > REPAIRED:  # those that nearly help will, when prices move
            helping = _some(close, ahead > -NEARLY * instance.scorer.top // 100, found, n)
        candidates, found = _improved(instance, candidates, found, helping)


def _some(close: Close, chosen: Flags, found: Restricted, n: int) -> Arcs:
    """Of the pairs chosen from a scan, the AGAIN of each mentee that offer most."""
    rows, columns, scores = close.rows[chosen], close.columns[chosen], close.scores[chosen]
    some = _rank_within(rows, found.prices[columns] - scores, n) < AGAIN
    return Arcs(rows[some], columns[some], scores[some])


def _improved(instance: Instance, candidates: Arcs, found: Restricted, more: Arcs) -> tuple[Arcs, Restricted]:
    """This will solve with further pairs: a few are put into what was found, many take a new flow."""
    merged = _merged(instance, candidates, more)
    if len(merged.rows) - len(candidates.rows) <= REPAIRED:
        m = instance.scorer.shape[1]
        taken = np.zeros(len(merged.rows), dtype=np.int64)
        keys = candidates.rows * m + candidates.columns
        taken[np.searchsorted(merged.rows * m + merged.columns, keys[found.taken > 0])] = 1
        known = Restricted(taken, found.prices, found.gain)
        repaired = with_more_pairs(instance, merged, known, STEPS * len(merged.rows))
        if repaired is not None:
            return merged, Restricted(repaired, *least_prices(instance, merged, repaired))
    return merged, best_choice(instance, merged)


def _thinned(candidates: Arcs, found: Restricted, n: int) -> tuple[Arcs, Restricted]:
    """This will drop, once, the candidates that are far from being taken; close ones stay listed and come back."""
    short = found.gain[candidates.rows] - (candidates.scores - found.prices[candidates.columns])
    limit = min(len(short), THIN * n) - 1
    kept = (found.taken > 0) | (short <= np.partition(short, limit)[limit])
    thinner = Arcs(candidates.rows[kept], candidates.columns[kept], candidates.scores[kept])
    return thinner, replace(found, taken=found.taken[kept])


@dataclass(frozen=True)
class Undecided:
    """What must be looked at again: some mentees with all mentors, and some mentors with some mentees."""

    rows: Ints
    columns: Ints
    rows_of_columns: Ints


def _undecided(
    instance: Instance, close: Close, prices: Ints, gain: Ints, *, at_any_cost: bool
) -> Undecided | None:
    """This will find where the bound on pairs that were not kept does not decide; None when that is too much."""
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


def _better(instance: Instance, again: Undecided, prices: Ints, gain: Ints, cells: int) -> Arcs:
    """This will look at the undecided pairs exactly and give those that would help, AGAIN per mentee at most."""
    open_ = np.flatnonzero(instance.capacity > 0)
    found = [(np.zeros(0, np.int64),) * 3]
    for rows, columns in ((again.rows, open_), (again.rows_of_columns, again.columns)):
        if not len(columns):
            continue
        for some in _pieces(rows, len(columns), cells):
            scores = instance.block(some, columns).astype(np.float64)
            offer = scores - prices[columns] - gain[some][:, None]
            place, column = np.nonzero(offer > 0)
            rank = _rank_within(place, -offer[place, column].astype(np.int64), len(some))
            place, column = place[rank < AGAIN], column[rank < AGAIN]
            found.append((some[place], columns[column], scores[place, column].astype(np.int64)))
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Arcs(rows, columns, values)


def _with_closed(instance: Instance, prices: Ints, gain: Ints, cells: int) -> Ints:
    """Mentors without a place get the price at which nobody would want them: the gain from a first place."""
    closed = np.flatnonzero(instance.capacity == 0)
    if not len(closed):
        return prices
    wanting = np.flatnonzero(instance.demand > 0)
    best = np.full(len(closed), -np.inf)
    for some in _pieces(wanting, len(closed), cells):
        offer = instance.block(some, closed).astype(np.float64) - gain[some][:, None]
        best = np.maximum(best, offer.max(axis=0, initial=-np.inf))
    prices = prices.copy()
    prices[closed] = np.where(np.isfinite(best), best, 0).astype(np.int64)
    return prices


def _dual_value(instance: Instance, rows: Ints, scores: Ints, columns: Ints, prices: Ints) -> int:
    """bound(v), when no pair beats its mentee's gain: then the chosen pairs are each mentee's best offers."""
    newly_met = len(np.unique(rows[~instance.met[rows]]))
    return newly_met * instance.bonus + int((scores - prices[columns]).sum()) + mentor_part(instance, prices)


def _pieces(rows: Ints, width: int, cells: int) -> Iterator[Ints]:
    size = max(1, cells // max(1, width))
    return (rows[start : start + size] for start in range(0, len(rows), size))
