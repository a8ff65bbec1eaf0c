"""The parts that a criterion is made of, and the few forms in which answers become parts.

All factors are non-negative whole numbers, so float32 products are exact. A missing answer scores `HALF` with
everybody: the same for each possible partner, so it changes nobody's order of preference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rounds.pairing.problem.columns import Flags, Ints, Small
from rounds.pairing.problem.policy import Affinity
from rounds.pairing.problem.weights import UNIT

HALF = UNIT // 2
MAX_PATTERNS = 64


@dataclass(frozen=True)
class Bilinear:
    """value[i, j] = sum over k of left[i, k] * right[j, k]; shapes (n, k) and (m, k)."""

    left: Ints
    right: Ints


@dataclass(frozen=True)
class Clipped:
    """value[i, j] = step * min(need, number of shared flags); shapes (n, k) and (m, k)."""

    left: Flags
    right: Flags
    need: int
    step: int


@dataclass(frozen=True)
class Sparse:
    """value at single pairs; three arrays of one length."""

    rows: Ints
    columns: Ints
    values: Ints


Part = Bilinear | Clipped | Sparse


def coverage(wanted: Ints, held: Small, *, top: int) -> tuple[Part, ...]:
    """Share UNIT/top out among what is wanted (by size) and multiply by the level held, 0 to top."""
    asked, answered = wanted.any(axis=1), held.any(axis=1)
    return (
        Bilinear(shared_out(wanted, UNIT // top), held.astype(np.int64)),
        half_where_missing(~asked, ~answered),
    )


def shared_out(parts: Ints, whole: int) -> Ints:
    """Split `whole` in each row in proportion to the parts, in whole numbers (largest remainder)."""
    total = np.maximum(parts.sum(axis=1, keepdims=True), 1)
    floor, rest = np.divmod(parts * whole, total)
    short = np.where(parts.any(axis=1), whole - floor.sum(axis=1), 0)
    order = np.argsort(-rest, axis=1, kind="stable")
    extra = np.zeros_like(floor)
    np.put_along_axis(extra, order, (np.arange(parts.shape[1]) < short[:, None]).astype(np.int64), axis=1)
    return floor + extra


def half_where_missing(left: Any, right: Any) -> Bilinear:
    """Give HALF to every pair with at least one missing answer; the other parts must be 0 there."""
    return Bilinear(
        np.column_stack([HALF * left, HALF * ~left]).astype(np.int64),
        np.column_stack([np.ones(len(right)), right]).astype(np.int64),
    )


def one_hot(values: Ints, code: Ints, width: int) -> Bilinear:
    """Read values (n, width) at the mentor's code (m,)."""
    right = np.zeros((len(code), width), dtype=np.int64)
    right[np.arange(len(code)), code] = 1
    return Bilinear(values.astype(np.int64), right)


def distinct(flags: Flags) -> tuple[Flags, Ints]:
    if not flags.shape[1]:
        return np.zeros((1, 0), dtype=np.bool_), np.zeros(len(flags), dtype=np.int64)
    patterns, pattern_of = np.unique(flags, axis=0, return_inverse=True)
    return patterns, pattern_of.reshape(-1).astype(np.int64)


def shared_one(left: Flags, right: Flags) -> tuple[Part, ...]:
    missing = half_where_missing(~left.any(axis=1), ~right.any(axis=1))
    patterns, pattern_of = distinct(right)
    if len(patterns) > MAX_PATTERNS:
        return (Clipped(left, right, need=1, step=UNIT), missing)
    # few distinct answers among the mentors: "at least one shared" becomes a plain product
    shares = (left.astype(np.int64) @ patterns.T.astype(np.int64)) > 0
    return (one_hot(shares * UNIT, pattern_of, len(patterns)), missing)


def affinity(left: Small, right: Small, names: tuple[str, ...], policy: Affinity) -> tuple[Part, ...]:
    table = np.full((len(names), len(names)), policy.other, dtype=np.int64)
    np.fill_diagonal(table, policy.same)
    for mentee_name, mentor_name, value in policy.listed:
        if mentee_name in names and mentor_name in names:
            table[names.index(mentee_name), names.index(mentor_name)] = value
    padded = np.full(
        (len(names) + 1, len(names) + 1), HALF, dtype=np.int64
    )  # -1 reads the last row or column
    padded[:-1, :-1] = table
    return (one_hot(padded[left], np.where(right < 0, len(names), right).astype(np.int64), len(names) + 1),)
