"""Solving a run: `solve` takes a problem and gives the pairs with their proof."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from rounds.pairing.aims import fair_floor, stable_pairs
from rounds.pairing.bounds import price_bound, row_blocks
from rounds.pairing.columns import Flags, Ints
from rounds.pairing.flow import Arcs, best_flow, least_prices
from rounds.pairing.instance import AnyProblem, Instance, prepare
from rounds.pairing.solution import Aim, Pair, Proof, Solution

Progress = Callable[[str, int, int], None]  # what is done now, how far, of how much


def solve(
    problem: AnyProblem,
    *,
    aim: Aim = "total",
    progress: Progress | None = None,
    executor: Executor | None = None,
    start: Solution | None = None,
) -> Solution:
    """This will find the best pairs for an aim, with the proof that there are no better ones.

    `progress(what, done, total)` is called now and then; `executor` runs blocks of a large problem side by
    side (threads when absent); `start` is an earlier solution of a similar problem from which a large run goes on.
    Raises ContradictoryLock and OutOfRange, naming people and rule.
    """
    progress = progress or _silent
    instance = prepare(problem, aim=aim)
    if aim == "stable":
        rows, columns = stable_pairs(instance, progress)
        return _solution(problem, instance, aim, rows=rows, columns=columns, prices=None, method="greedy")
    if aim == "fair":
        floor = fair_floor(instance, progress)
        instance = instance if floor is None else instance.with_floor(floor)
    arcs, chosen, prices = _by_flow(instance, progress)
    return _solution(
        problem,
        instance,
        aim,
        rows=arcs.rows[chosen],
        columns=arcs.columns[chosen],
        prices=prices,
        method="flow",
    )


def _silent(what: str, done: int, total: int) -> None:
    pass


def all_arcs(instance: Instance, progress: Progress) -> Arcs:
    """This will list every pair that may be made, with its score."""
    found = []
    for rows in row_blocks(instance):
        scores = instance.block(rows)
        place, columns = np.nonzero(np.isfinite(scores))
        found.append((rows[place], columns, scores[place, columns].astype(np.int64)))
        progress("Scoring pairs", int(rows[-1]) + 1, len(instance.mentee_ids))
    if not found:
        return Arcs(*(np.zeros(0, np.int64),) * 3)
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Arcs(rows, columns, values)


def _by_flow(instance: Instance, progress: Progress) -> tuple[Arcs, Flags, Ints]:
    arcs = all_arcs(instance, progress)
    progress("Finding the best pairs", 0, 1)
    chosen = best_flow(instance, arcs)
    prices, _ = least_prices(instance, arcs, chosen)
    progress("Finding the best pairs", 1, 1)
    return arcs, chosen, prices


def _solution(
    problem: AnyProblem,
    instance: Instance,
    aim: Aim,
    *,
    rows: Ints,
    columns: Ints,
    prices: Ints | None,
    method: str,
) -> Solution:
    scale, m = instance.scale, len(instance.mentor_ids)
    scores = instance.scorer.at(rows, columns) * scale
    lock_rows, lock_columns = instance.locks[:, 0], instance.locks[:, 1]
    lock_scores = instance.scorer.at(lock_rows, lock_columns) * scale
    load = np.bincount(columns, minlength=m)
    locked_load = np.bincount(lock_columns, minlength=m)
    free_cost = instance.load_total(instance.used, load)
    lock_cost = instance.load_total(instance.used - locked_load, locked_load)
    pairs = [
        *_pairs(instance, rows, columns, scores, locked=False),
        *_pairs(instance, lock_rows, lock_columns, lock_scores, locked=True),
    ]
    paired = {pair.mentee for pair in pairs}
    proof = None
    if prices is not None:
        newly_met = len(np.unique(rows[~instance.met[rows]]))
        objective = newly_met * instance.bonus * scale + int(scores.sum()) - free_cost
        named = zip(instance.mentor_ids, (prices * scale).tolist(), strict=True)
        bound = price_bound(instance, prices) * scale
        proof = Proof(objective, bound, instance.bonus * scale, tuple(sorted(named)))
    return Solution(
        aim=aim,
        pairs=tuple(sorted(pairs)),
        unmatched=tuple(sorted(set(instance.mentee_ids) - paired)),
        score=int(scores.sum() + lock_scores.sum()),
        load_cost=free_cost + lock_cost,
        proof=proof,
        floor=None if instance.floor is None else instance.floor * scale,
        method=method,
        digest=problem.digest,
        seed=problem.seed,
    )


def _pairs(instance: Instance, rows: Ints, columns: Ints, scores: Ints, *, locked: bool) -> list[Pair]:
    return [
        Pair(instance.mentee_ids[i], instance.mentor_ids[j], score, locked)
        for i, j, score in zip(rows.tolist(), columns.tolist(), scores.tolist(), strict=True)
    ]
