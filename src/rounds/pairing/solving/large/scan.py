"""One pass over all pairs: which mentors come close to each mentee's best, at given prices.

The product of the factors, less the prices, in one float32 matrix product: prices and the tier rule are further
columns of the factors, so that every partial sum is a whole number under 2**24 and the result is exact whatever
the BLAS, the blocks or the threads. Blocks know nothing of each other; they may run anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.problem.columns import Ints
from rounds.pairing.scoring.blocks import F32, FactorScorer, Floats, product
from rounds.pairing.solving.instance import Instance

PENALTY = 2**22  # a pair that may not be made; small enough for exact sums with scores and prices
CROWD = 512  # pairs that are listed for one mentee at most
MEASURED = 4  # mentees of each profile that are measured for the width
MOST = 2**20  # the largest score for which the float32 product below is exact with prices and penalties
CELLS = 1_000_000  # pairs in one block; they stay in the processor's cache
SENT = 5  # times as many in a block that goes to an executor, which takes all mentors along
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Close:
    """Pairs that come close to their mentee's best, sorted by mentee and mentor, with exact scores.

    `threshold` (n,): every pair that is not listed has a score less the price it was scanned with (`prices`) of at
    most this. -inf for a mentee whom nobody may mentor.
    """

    rows: Ints
    columns: Ints
    scores: Ints
    threshold: NDArray[np.float64]
    prices: Ints


@dataclass(frozen=True)
class Task:
    """What to look at: these mentees, at these prices (m,), within these widths (n,), so many in a block."""

    wanted: Ints
    prices: Ints
    widths: NDArray[np.float64]
    size: int


@dataclass(frozen=True)
class Block:
    """One block's work, picklable: factors of some mentees, all mentors, and what to change at single pairs."""

    rows: Ints
    left: F32
    right: F32
    clipped: tuple[tuple[F32, F32, float], ...]
    raised: tuple[Ints, Ints, Ints]
    barred: tuple[Ints, Ints]
    prices: F32
    lowest: int | None
    widths: NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    rows: Ints
    columns: Ints
    scores: Ints
    threshold: NDArray[np.float64]


def scan(
    instance: Instance,
    prices: Ints,
    *,
    rows: Ints | None = None,
    keep: int,
    executor: Executor | None,
    progress: Progress,
    cells: int = CELLS,
) -> Close:
    """List, for each mentee, the pairs whose score less price is within a common width of the best.

    The width is such that about `keep` mentors per mentee are listed; it is measured on a fixed sample of mentees,
    so the result does not depend on blocks or executors. `rows` looks at some mentees only.
    """
    n, m = instance.scorer.shape
    prices = _near(instance, prices)
    widths = _widths(instance, prices, keep)
    wanted = np.arange(n) if rows is None else rows
    threshold = np.full(n, -np.inf)
    size = max(1, cells * (1 if executor is None else SENT) // max(1, m))
    parts = []
    done = 0
    for part, some, offset in _blocks(instance, Task(wanted, prices, widths, size), executor):
        parts.append((part.rows, part.columns, part.scores))
        threshold[some] = part.threshold + offset
        done += len(some)
        progress("Comparing all pairs", done, len(wanted))
    found, columns, scores = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.argsort(found, kind="stable")
    return Close(found[order], columns[order], scores[order], threshold, prices)


def _near(instance: Instance, prices: Ints) -> Ints:
    """Return prices whose rest beyond whole bonuses is small enough for the exact product; any will do for a scan."""
    levels = (
        np.rint(prices / instance.bonus).astype(np.int64) * instance.bonus if instance.bonus else 0 * prices
    )
    near: Ints = levels + np.clip(prices - levels, -MOST, 2 * MOST)
    return near


def _widths(instance: Instance, prices: Ints, keep: int) -> NDArray[np.float64]:
    """Return each mentee's width (n,): the same for all of one profile, measured on a few of them."""
    n, m = instance.scorer.shape
    scorer = instance.scorer
    group_of = scorer.profile_of if isinstance(scorer, FactorScorer) else np.zeros(n, dtype=np.int64)
    order = np.argsort(group_of, kind="stable")
    starts = np.searchsorted(group_of[order], np.arange(int(group_of.max(initial=0)) + 1))
    rank = np.arange(n) - starts[group_of[order]]
    looked = order[rank < MEASURED]
    reduced = instance.block(looked) - prices.astype(np.float64)
    reduced[:, instance.capacity == 0] = -np.inf
    place = max(0, m - 1 - keep)
    kth = np.partition(reduced, place, axis=1)[:, place]
    with np.errstate(invalid="ignore"):
        width = reduced.max(axis=1) - kth
    widths = np.full(len(starts), PENALTY / 8)
    for group in range(len(starts)):
        mine = width[group_of[looked] == group]
        mine = mine[mine < PENALTY / 8]  # further away is no neighbour
        if len(mine):
            widths[group] = max(1.0, np.ceil(np.median(mine)))  # equals of the best are close
    return widths[group_of]


def _blocks(instance: Instance, task: Task, executor: Executor | None) -> Iterator[tuple[Part, Ints, int]]:
    """Return (part, mentees, what was added to their numbers) of every block, in order."""
    scorer = instance.scorer
    if isinstance(scorer, FactorScorer) and scorer.top <= MOST:
        works = _works(instance, scorer, task)
        yield from ((part, work.rows, offset) for work, offset, part in _run(works, executor))
        return
    for start in range(0, len(task.wanted), task.size):
        rows = task.wanted[start : start + task.size]
        yield _exactly(instance, rows, task), rows, 0


def _run(works: Iterator[tuple[Block, int]], executor: Executor | None) -> Iterator[tuple[Block, int, Part]]:
    """Run blocks in order, at most a few ahead of what is taken, so that memory stays bounded."""
    if executor is None:
        for work, offset in works:
            yield work, offset, close_in(work)
        return
    ahead: list[tuple[Block, int, Future[Part]]] = []
    for work, offset in works:
        ahead.append((work, offset, executor.submit(close_in, work)))
        if len(ahead) > 3:
            first = ahead.pop(0)
            yield first[0], first[1], first[2].result()
    for first in ahead:
        yield first[0], first[1], first[2].result()


def _works(instance: Instance, scorer: FactorScorer, task: Task) -> Iterator[tuple[Block, int]]:
    """Make blocks of mentees whose best possible mentors have prices of one level.

    A price is a number of bonuses (its level) and a rest. A mentee takes from the lowest level that has anybody
    possible; there the level's bonuses are left out, which keeps all numbers small.
    """
    prices, wanted = task.prices, task.wanted
    level_of = np.rint(prices / instance.bonus).astype(np.int64) if instance.bonus else np.zeros_like(prices)
    left, right = factors_with_rules(scorer)
    level_of_row = _lowest_levels(instance, scorer, level_of)
    for level in np.unique(level_of_row[wanted]).tolist():
        rest = np.minimum(prices - level * instance.bonus, PENALTY)
        rest[(instance.capacity == 0) | (level_of < level)] = PENALTY  # nobody in this group could have them
        priced = np.concatenate([right, rest[None].astype(np.float32)])
        group = wanted[level_of_row[wanted] == level]
        for start in range(0, len(group), task.size):
            rows = group[start : start + task.size]
            place, column, _ = scorer.banned.of_rows(rows)
            locked_place, locked_column, _ = instance.locked.of_rows(rows)
            yield (
                Block(
                    rows,
                    np.concatenate([left[rows], np.full((len(rows), 1), -1, np.float32)], axis=1),
                    priced,
                    tuple((f.left[rows] * f.step, f.right, float(f.need * f.step)) for f in scorer.clipped),
                    scorer.sparse.of_rows(rows),
                    (np.concatenate([place, locked_place]), np.concatenate([column, locked_column])),
                    rest.astype(np.float32),
                    instance.lowest,
                    task.widths[rows],
                ),
                -level * instance.bonus,
            )


def factors_with_rules(scorer: FactorScorer) -> tuple[F32, F32]:
    """Return the fused factors, less PENALTY where the tier rule forbids a pair."""
    left, right = scorer.left.copy(), scorer.right
    known = {row.tobytes(): place for place, row in enumerate(right)}
    more_left, more_right = [], []
    for stage in np.flatnonzero(~scorer.above.all(axis=0)).tolist():
        flags = (scorer.stage_of == stage).astype(np.float32)
        penalty = np.where(scorer.above[scorer.profile_of, stage], 0, -PENALTY).astype(np.float32)
        if flags.tobytes() in known:
            left[:, known[flags.tobytes()]] += penalty
        elif flags.any():
            more_left.append(penalty)
            more_right.append(flags)
    if more_left:
        left = np.concatenate([left, np.stack(more_left, axis=1)], axis=1)
        right = np.concatenate([right, np.stack(more_right)])
    return left, right


def _lowest_levels(instance: Instance, scorer: FactorScorer, level_of: Ints) -> Ints:
    stages = scorer.above.shape[1]
    lowest = np.full(stages, 2**40, dtype=np.int64)
    open_ = instance.capacity > 0
    np.minimum.at(lowest, scorer.stage_of[open_], level_of[open_])
    of_profile = np.where(scorer.above, lowest, 2**40).min(axis=1, initial=2**40)
    return np.where(of_profile == 2**40, 0, of_profile)[scorer.profile_of]


def close_in(block: Block) -> Part:
    """Score one block exactly and pick what is close to each mentee's best."""
    reduced = product(block.left, block.right)
    for left, right, most in block.clipped:
        shared = product(left, right)
        np.minimum(shared, most, out=shared)
        reduced += shared
    place, column, value = block.raised
    np.add.at(reduced, (place, column), value.astype(np.float32))
    reduced[block.barred] = -np.inf
    if block.lowest is not None:
        reduced[reduced < block.lowest - block.prices] = -np.inf
    # PENALTY and what is nearly as bad: forbidden pairs, and mentors whose price is a level higher
    threshold = np.maximum(reduced.max(axis=1) - block.widths.astype(np.float32), -PENALTY / 2)
    place, columns, threshold = _pick(reduced, threshold, block.rows)
    scores = (reduced[place, columns] + block.prices[columns]).astype(np.int64)
    return Part(block.rows[place], columns, scores, threshold.astype(np.float64))


def _exactly(instance: Instance, rows: Ints, task: Task) -> Part:
    """Do the same in float64, for ready tables and for scores beyond the float32 range."""
    scores = instance.block(rows)
    reduced = scores - task.prices.astype(np.float64)
    reduced[:, instance.capacity == 0] = -np.inf
    place, columns, threshold = _pick(reduced, reduced.max(axis=1) - task.widths[rows], rows)
    return Part(rows[place], columns, scores[place, columns].astype(np.int64), threshold)


def _pick(reduced: Floats, threshold: NDArray[Any], rows: Ints) -> tuple[Ints, Ints, NDArray[Any]]:
    """Pick the cells above each row's threshold, at most CROWD in a row, and say what the others are at most.

    Where many are equal, each mentee's list starts at another mentor, so that the lists overlap in a ring.
    """
    m = reduced.shape[1]
    place, columns = np.divmod(np.flatnonzero(reduced > threshold[:, None]), m)
    counts = np.bincount(place, minlength=len(rows))
    crowded = np.flatnonzero(counts > CROWD)
    if not len(crowded):
        return place, columns, threshold
    starts = np.cumsum(counts) - counts
    kept = np.ones(len(place), dtype=np.bool_)
    threshold = threshold.copy()
    for row in crowded.tolist():
        mine = slice(starts[row], starts[row] + counts[row])
        theirs = columns[mine]
        order = np.lexsort(((theirs - rows[row]) % m, -reduced[row, theirs]))
        kept[mine] = False
        kept[starts[row] + order[:CROWD]] = True
        threshold[row] = reduced[row, theirs[order[CROWD]]]
    return place[kept], columns[kept], threshold
