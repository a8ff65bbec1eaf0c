"""Solving a run: `solve` takes a problem and gives the pairs with their proof."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from rounds.pairing.arguments import Checks
from rounds.pairing.problem.columns import Ints
from rounds.pairing.solving.aims import fair_floor, stable_pairs
from rounds.pairing.solving.bounds import price_bound, row_blocks
from rounds.pairing.solving.flow import Arcs, best_choice
from rounds.pairing.solving.instance import AnyProblem, Instance, prepare
from rounds.pairing.solving.large.generation import generate
from rounds.pairing.solving.solution import Aim, Pair, Proof, Solution

Progress = Callable[[str, int, int], None]  # what is done now, how far, of how much
MOST_PAIRS = 100_000  # up to here one flow over all pairs is as fast


@dataclass(frozen=True)
class Choice:
    """The pairs that a method chose, by places, and what proves them."""

    method: str
    rows: Ints
    columns: Ints
    prices: Ints | None = None
    bound: int = 0


def solve(
    problem: AnyProblem,
    *,
    aim: Aim = "total",
    progress: Progress | None = None,
    executor: Executor | None = None,
    start: Solution | None = None,
) -> Solution:
    """Find the best pairs for an aim, with the proof that there are no better ones.

    `progress(what, done, total)` is called now and then; `executor` runs the blocks of a large problem side by
    side; `start` is an earlier solution of a similar problem whose prices save work (the objective is the same as
    from a cold start, a tie may fall another way, so what is kept should be solved cold).
    Raises ContradictoryLock and OutOfRange, naming people and rule.
    """
    _check(progress, executor, start)
    progress = progress or _silent
    instance = prepare(problem, aim=aim)
    if aim == "stable":
        rows, columns = stable_pairs(instance, progress)
        return _solution(problem, instance, aim, Choice("greedy", rows, columns))
    prices = _earlier(instance, start)
    choice = _best(instance, prices, executor, progress)
    if aim == "fair":
        floor = fair_floor(instance, choice.rows, choice.columns, progress)
        if floor is not None:
            instance = instance.with_floor(floor)
            choice = _best(instance, choice.prices, executor, progress)
    return _solution(problem, instance, aim, choice)


def _check(progress: object, executor: object, start: object) -> None:
    given = Checks("arguments")
    given.need(progress is None or callable(progress), "Progress", progress, "a function, or nothing")
    given.kind("The executor", executor, Executor | None, "a concurrent.futures.Executor, or nothing")
    given.kind("The start", start, Solution | None, "a Solution, or nothing")
    given.close()


def _best(instance: Instance, start: Ints | None, executor: Executor | None, progress: Progress) -> Choice:
    n, m = instance.scorer.shape
    if n * m <= MOST_PAIRS:
        return _by_flow(instance, progress)
    found = generate(instance, start=start, executor=executor, progress=progress)
    return Choice("column generation", found.rows, found.columns, found.prices, found.bound)


def _silent(what: str, done: int, total: int) -> None:
    pass


def all_arcs(instance: Instance, progress: Progress) -> Arcs:
    """List every pair that may be made, with its score."""
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


def _by_flow(instance: Instance, progress: Progress) -> Choice:
    arcs = all_arcs(instance, progress)
    progress("Finding the best pairs", 0, 1)
    found = best_choice(instance, arcs)
    progress("Finding the best pairs", 1, 1)
    chosen, bound = found.taken > 0, price_bound(instance, found.prices)
    return Choice("flow", arcs.rows[chosen], arcs.columns[chosen], found.prices, bound)


def _earlier(instance: Instance, start: Solution | None) -> Ints | None:
    """Return the prices of an earlier solution in this instance's numbers; people who are new start at 0."""
    if start is None or start.proof is None:
        return None
    known = start.price_of
    prices = np.array([known.get(mentor, 0) for mentor in instance.mentor_ids], dtype=np.int64)
    levels = (
        np.rint(prices / start.proof.bonus).astype(np.int64) if start.proof.bonus else np.zeros_like(prices)
    )
    return (prices - levels * start.proof.bonus) // instance.scale + levels * instance.bonus


def _solution(problem: AnyProblem, instance: Instance, aim: Aim, choice: Choice) -> Solution:
    scale, m = instance.scale, len(instance.mentor_ids)
    rows, columns = choice.rows, choice.columns
    scores = instance.scorer.at(rows, columns) * scale
    lock_rows, lock_columns = instance.locks[:, 0], instance.locks[:, 1]
    lock_scores = instance.scorer.at(lock_rows, lock_columns) * scale
    load, locked_load = np.bincount(columns, minlength=m), np.bincount(lock_columns, minlength=m)
    free_cost = instance.load_total(instance.used, load)
    pairs = [
        *_pairs(instance, rows, columns, scores, locked=False),
        *_pairs(instance, lock_rows, lock_columns, lock_scores, locked=True),
    ]
    proof = None
    if choice.prices is not None:
        newly_met = len(np.unique(rows[~instance.met[rows]]))
        objective = newly_met * instance.bonus * scale + int(scores.sum()) - free_cost
        named = zip(instance.mentor_ids, (choice.prices * scale).tolist(), strict=True)
        proof = Proof(objective, choice.bound * scale, instance.bonus * scale, tuple(sorted(named)))
    return Solution(
        aim=aim,
        pairs=tuple(sorted(pairs, key=attrgetter("mentee", "mentor"))),
        unmatched=tuple(sorted(set(instance.mentee_ids) - {pair.mentee for pair in pairs})),
        score=int(scores.sum() + lock_scores.sum()),
        load_cost=free_cost + instance.load_total(instance.used - locked_load, locked_load),
        proof=proof,
        floor=None if instance.floor is None else instance.floor * scale,
        method=choice.method,
        digest=problem.digest,
        seed=problem.seed,
    )


def _pairs(instance: Instance, rows: Ints, columns: Ints, scores: Ints, *, locked: bool) -> list[Pair]:
    return [
        Pair(instance.mentee_ids[i], instance.mentor_ids[j], score, locked)
        for i, j, score in zip(rows.tolist(), columns.tolist(), scores.tolist(), strict=True)
    ]
