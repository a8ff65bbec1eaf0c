"""Scores of whole blocks of pairs, exactly.

Weighted factors are whole numbers whose sums stay under 2**24, the range in which float32 holds every whole
number: the product is exact whatever the BLAS, the block size or the number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.problem.columns import Ints
from rounds.pairing.problem.matrix import MatrixProblem
from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.weights import UNIT
from rounds.pairing.scoring.criteria import criteria_of, parts_of
from rounds.pairing.scoring.parts import Bilinear, Clipped
from rounds.pairing.scoring.rules import removals

Floats = NDArray[np.float32] | NDArray[np.float64]
F32 = NDArray[np.float32]


def product(left: F32, right: F32) -> F32:
    """Multiply whole, finite numbers. Some BLAS kernels raise a flag for lanes that they do not use: it says nothing."""
    with np.errstate(invalid="ignore"):
        return left @ right


class Scorer(Protocol):
    """Scores by block; -inf marks a pair that may not be made. `top` bounds every |score|."""

    shape: tuple[int, int]
    top: int

    def block(self, rows: Ints, columns: Ints | None = None) -> Floats:
        """Score some mentees with all mentors, or with some: (len(rows), m)."""

    def at(self, rows: Ints, columns: Ints) -> Ints:
        """Return the exact scores of single pairs, whether they may be made or not."""


@dataclass(frozen=True)
class ByRow:
    """Sparse entries sorted by row: starts (n + 1,), columns and values."""

    starts: Ints
    columns: Ints
    values: Ints

    @classmethod
    def of(cls, n: int, rows: Ints, columns: Ints, values: Ints) -> ByRow:
        order = np.argsort(rows, kind="stable")
        return cls(np.searchsorted(rows[order], np.arange(n + 1)), columns[order], values[order])

    def of_rows(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (place in `rows`, column, value) of all entries of these rows."""
        counts = self.starts[rows + 1] - self.starts[rows]
        place = np.repeat(np.arange(len(rows)), counts)
        entry = (
            np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts) + self.starts[rows][place]
        )
        return place, self.columns[entry], self.values[entry]


@dataclass(frozen=True)
class ClippedFactors:
    left: F32
    right: F32  # (k, m)
    need: int
    step: int


class FactorScorer:
    """Scores of a `Problem`, its weights divided by `scale`."""

    def __init__(self, problem: Problem, scale: int) -> None:
        n, m = len(problem.mentees), len(problem.mentors)
        self.shape = (n, m)
        left: list[Ints] = []
        right: list[Ints] = []
        self.clipped: list[ClippedFactors] = []
        sparse: list[tuple[Ints, Ints, Ints]] = [(np.empty(0, np.int64),) * 3]
        self.top = 0
        for criterion, full_weight in criteria_of(problem):
            weight = full_weight // scale
            self.top += weight * UNIT
            for part in parts_of(problem, criterion):
                if isinstance(part, Bilinear):
                    left.append(part.left * weight)
                    right.append(part.right)
                elif isinstance(part, Clipped):
                    both = part.left.any(axis=0) & part.right.any(axis=0)  # hours that both sides have at all
                    factors = (
                        part.left[:, both].astype(np.float32),
                        np.ascontiguousarray(part.right[:, both].T, dtype=np.float32),
                    )
                    self.clipped.append(ClippedFactors(*factors, part.need, part.step * weight))
                else:
                    sparse.append((part.rows, part.columns, part.values * weight))
        self.left, self.right = _fused(left, right, n, m)
        rows, columns, values = (np.concatenate(parts) for parts in zip(*sparse, strict=True))
        self.sparse = ByRow.of(n, rows, columns, values)
        banned_rows, banned_columns = removals(problem).arrays()
        self.banned = ByRow.of(n, banned_rows, banned_columns, np.zeros(len(banned_rows), np.int64))
        tables = problem.stages
        self.profile_of, self.stage_of = tables.profile_of, tables.stage_of
        self.above = tables.above | (not problem.policy.tier_rule)

    def block(self, rows: Ints, columns: Ints | None = None) -> F32:
        some: slice | Ints = slice(None) if columns is None else columns
        scores = product(self.left[rows], self.right[:, some])
        for factors in self.clipped:
            shared = product(factors.left[rows], factors.right[:, some])
            np.minimum(shared, factors.need, out=shared)
            shared *= factors.step
            scores += shared
        place, column, value = within(self.sparse.of_rows(rows), columns, self.shape[1])
        np.add.at(scores, (place, column), value.astype(np.float32))
        profiles, stages = self.profile_of[rows], self.stage_of[some]
        for profile in np.unique(profiles):
            if not self.above[profile].all():
                scores[np.ix_(profiles == profile, ~self.above[profile][stages])] = -np.inf
        place, column, _ = within(self.banned.of_rows(rows), columns, self.shape[1])
        scores[place, column] = -np.inf
        return scores

    def at(self, rows: Ints, columns: Ints) -> Ints:
        total = np.einsum(
            "ij,ij->i", self.left[rows].astype(np.float64), self.right[:, columns].T.astype(np.float64)
        )
        for factors in self.clipped:
            shared = np.einsum("ij,ij->i", factors.left[rows], factors.right[:, columns].T)
            total += np.minimum(shared, factors.need).astype(np.float64) * factors.step
        scores: Ints = np.rint(total).astype(np.int64)
        place, column, value = self.sparse.of_rows(rows)
        hit = columns[place] == column
        np.add.at(scores, place[hit], value[hit])
        return scores


class MatrixScorer:
    """Scores of a `MatrixProblem`, divided by `scale`."""

    def __init__(self, problem: MatrixProblem, scale: int) -> None:
        self.scores = problem.scores // scale
        self.allowed = problem.allowed
        self.shape = (self.scores.shape[0], self.scores.shape[1])
        self.top = int(np.abs(self.scores).max(initial=0))

    def block(self, rows: Ints, columns: Ints | None = None) -> NDArray[np.float64]:
        cells = np.s_[rows] if columns is None else np.ix_(rows, columns)
        block = self.scores[cells].astype(np.float64)
        if self.allowed is not None:
            block[~self.allowed[cells]] = -np.inf
        return block

    def at(self, rows: Ints, columns: Ints) -> Ints:
        scores: Ints = self.scores[rows, columns]
        return scores


def within(found: tuple[Ints, Ints, Ints], columns: Ints | None, m: int) -> tuple[Ints, Ints, Ints]:
    """Return the entries that lie in these columns, with the columns' places instead of the mentors'."""
    if columns is None:
        return found
    place_of = np.full(m, -1, dtype=np.int64)
    place_of[columns] = np.arange(len(columns))
    place, column, value = found
    inside = place_of[column] >= 0
    return place[inside], place_of[column[inside]], value[inside]


def _fused(left: list[Ints], right: list[Ints], n: int, m: int) -> tuple[F32, F32]:
    """Make one left (n, k) and one right (k, m) factor; equal columns of the right are merged, empty ones left out."""
    merged: dict[bytes, tuple[F32, F32]] = {}
    for lefts, rights in zip(left, right, strict=True):
        columns_of_left = np.ascontiguousarray(lefts.T, np.float32)
        columns_of_right = np.ascontiguousarray(rights.T, np.float32)
        for place in np.flatnonzero(columns_of_left.any(axis=1) & columns_of_right.any(axis=1)).tolist():
            mine, theirs = columns_of_left[place], columns_of_right[place]
            key = theirs.tobytes()
            merged[key] = (merged[key][0] + mine if key in merged else mine, theirs)
    if not merged:
        return np.zeros((n, 0), np.float32), np.zeros((0, m), np.float32)
    mine_all, theirs_all = zip(*merged.values(), strict=True)
    return np.ascontiguousarray(np.stack(mine_all).T), np.stack(theirs_all)
