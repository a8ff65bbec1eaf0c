"""Scores of whole blocks of pairs, exactly.

Weighted factors are whole numbers whose sums stay under 2**24, the range in which float32 holds every whole
number: the product is exact whatever the BLAS, the block size or the number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.columns import Ints
from rounds.pairing.criteria import Bilinear, Clipped, criteria_of
from rounds.pairing.matrix import MatrixProblem
from rounds.pairing.problem import Problem
from rounds.pairing.rules import removals
from rounds.pairing.stages import stage_tables
from rounds.pairing.weights import UNIT

Floats = NDArray[np.float32] | NDArray[np.float64]
F32 = NDArray[np.float32]


class Scorer(Protocol):
    """Scores by block; -inf marks a pair that may not be made. `top` bounds every |score|."""

    shape: tuple[int, int]
    top: int

    def block(self, rows: Ints) -> Floats:
        """Scores (len(rows), m) of some mentees with all mentors."""

    def at(self, rows: Ints, columns: Ints) -> Ints:
        """Exact scores of single pairs, whether they may be made or not."""


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
        """(place in `rows`, column, value) of all entries of these rows."""
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
            for part in criterion.parts(problem):
                if isinstance(part, Bilinear):
                    left.append(part.left * weight)
                    right.append(part.right)
                elif isinstance(part, Clipped):
                    factors = (
                        part.left.astype(np.float32),
                        np.ascontiguousarray(part.right.T, dtype=np.float32),
                    )
                    self.clipped.append(ClippedFactors(*factors, part.need, part.step * weight))
                else:
                    sparse.append((part.rows, part.columns, part.values * weight))
        self.left, self.right = _fused(left, right, n, m)
        rows, columns, values = (np.concatenate(parts) for parts in zip(*sparse, strict=True))
        self.sparse = ByRow.of(n, rows, columns, values)
        banned_rows, banned_columns = removals(problem).arrays()
        self.banned = ByRow.of(n, banned_rows, banned_columns, np.zeros(len(banned_rows), np.int64))
        tables = stage_tables(problem)
        self.profile_of, self.stage_of = tables.profile_of, tables.stage_of
        self.above = tables.above | (not problem.policy.tier_rule)

    def block(self, rows: Ints) -> F32:
        scores = self.left[rows] @ self.right
        for factors in self.clipped:
            shared = factors.left[rows] @ factors.right
            np.minimum(shared, factors.need, out=shared)
            shared *= factors.step
            scores += shared
        place, column, value = self.sparse.of_rows(rows)
        np.add.at(scores, (place, column), value.astype(np.float32))
        profiles = self.profile_of[rows]
        for profile in np.unique(profiles):
            if not self.above[profile].all():
                scores[np.ix_(profiles == profile, ~self.above[profile][self.stage_of])] = -np.inf
        place, column, _ = self.banned.of_rows(rows)
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

    def block(self, rows: Ints) -> NDArray[np.float64]:
        block = self.scores[rows].astype(np.float64)
        if self.allowed is not None:
            block[~self.allowed[rows]] = -np.inf
        return block

    def at(self, rows: Ints, columns: Ints) -> Ints:
        scores: Ints = self.scores[rows, columns]
        return scores


def _fused(left: list[Ints], right: list[Ints], n: int, m: int) -> tuple[F32, F32]:
    """One left (n, k) and one right (k, m) factor; columns that are 0 on either side are left out."""
    lefts = np.concatenate(left, axis=1) if left else np.zeros((n, 0), np.int64)
    rights = np.concatenate(right, axis=1) if right else np.zeros((m, 0), np.int64)
    used = lefts.any(axis=0) & rights.any(axis=0)
    return lefts[:, used].astype(np.float32), np.ascontiguousarray(rights[:, used].T, dtype=np.float32)
