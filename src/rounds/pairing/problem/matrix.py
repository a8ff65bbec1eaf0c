"""A run on a ready table of whole-number scores, for research and for comparing solvers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rounds.pairing.errors import InvalidInput, OutOfRange
from rounds.pairing.problem.columns import Flags, Ints

MAX_SCORE = 2**40


@dataclass(frozen=True, kw_only=True)
class MatrixProblem:
    """Ready scores (n, m) in whole micro-points, higher is better; `allowed` (n, m) false where a pair is banned.

    `demand` (n,) and `capacity` (m,); `load_costs`, `minimum_score`, `count_first`, `locks` as in `Weights` and
    `Problem`; people are called by their places, "0", "1", ...
    """

    scores: Ints
    demand: Ints
    capacity: Ints
    allowed: Flags | None = None
    load_costs: tuple[int, ...] = (0,)
    minimum_score: int | None = None
    count_first: bool = True
    locks: tuple[tuple[int, int], ...] = ()
    seed: int = 0

    @classmethod
    def of(cls, scores: ArrayLike, *, demand: Any = 1, capacity: Any = 1, **settings: Any) -> MatrixProblem:
        """Check and freeze a table of scores; InvalidInput names the first wrong cell."""
        table = _whole(np.asarray(scores), "score")
        if table.ndim != 2:
            raise InvalidInput("The scores must be a table: mentees down, mentors across.", rule="scores")
        if table.size and int(np.abs(table).max()) > MAX_SCORE:
            raise OutOfRange(
                f"A score is beyond {MAX_SCORE:,}; divide all of them by one number.", rule="scores"
            )
        n, m = table.shape
        wanted = np.broadcast_to(_whole(np.asarray(demand), "demand"), (n,)).copy()
        places = np.broadcast_to(_whole(np.asarray(capacity), "capacity"), (m,)).copy()
        for values, name, least in ((wanted, "demand", 1), (places, "capacity", 0)):
            if (values < least).any():
                place = int(np.flatnonzero(values < least)[0])
                raise InvalidInput(
                    f"The {name} of {place} is {values[place]}; the least is {least}.", rule=name
                )
        return cls(scores=table, demand=wanted, capacity=places, **settings)

    @property
    def digest(self) -> str:
        total = hashlib.sha256()
        for part in (self.scores, self.demand, self.capacity, self.allowed):
            total.update(b"-" if part is None else part.tobytes())
        settings = (self.load_costs, self.minimum_score, self.count_first, self.locks, self.seed)
        total.update(repr((self.scores.shape, settings)).encode())
        return total.hexdigest()


def _whole(values: NDArray[Any], name: str) -> Ints:
    if values.dtype.kind == "f":
        odd = ~np.isfinite(values) | (values != np.round(np.where(np.isfinite(values), values, 0)))
        if odd.any():
            cell = tuple(int(index) for index in np.argwhere(odd)[0])
            raise InvalidInput(
                f"The {name} at {cell} is {values[cell]}; it must be a whole number.", rule=name
            )
        if values.size and float(np.abs(values).max()) >= 2.0**53:
            raise OutOfRange(f"A {name} is too large to be exact.", rule=name)
    elif values.dtype.kind not in "iub":
        raise InvalidInput(f"Each {name} must be a whole number.", rule=name)
    return values.astype(np.int64)
