"""A run on a ready table of whole-number scores, for research and for comparing solvers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rounds.pairing.arguments import LARGEST, Checks, is_whole, said
from rounds.pairing.errors import InvalidInput, OutOfRange
from rounds.pairing.problem.columns import Flags, Ints
from rounds.pairing.problem.weights import check_load_costs

MAX_SCORE = 2**40
MAX_PLACES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class MatrixProblem:
    """Ready scores (n, m) in whole micro-points, higher is better; `allowed` (n, m) false where a pair is banned.

    `demand` (n,) and `capacity` (m,), or one number for everybody; `load_costs`, `minimum_score`, `count_first`,
    `locks` as in `Weights` and `Problem`; people are called by their places, "0", "1", ... Tables are copied, so
    that changing them afterwards changes nothing here. InvalidInput and OutOfRange name the first wrong cell.
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

    def __post_init__(self) -> None:
        scores = _scores(self.scores)
        n, m = scores.shape
        allowed = None if self.allowed is None else flags_of("Allowed", self.allowed, (n, m))
        checked = {
            "scores": scores,
            "demand": _places("demand", self.demand, n, "mentees", least=1),
            "capacity": _places("capacity", self.capacity, m, "mentors", least=0),
            "allowed": allowed,
            **self._settings(n, m),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, scores: ArrayLike, *, demand: Any = 1, capacity: Any = 1, **settings: Any) -> MatrixProblem:
        """Make a problem in which everybody wants one and has place for one, unless it is said otherwise."""
        return cls(scores=scores, demand=demand, capacity=capacity, **settings)  # type: ignore[arg-type]

    @property
    def digest(self) -> str:
        total = hashlib.sha256()
        for part in (self.scores, self.demand, self.capacity, self.allowed):
            total.update(b"-" if part is None else part.tobytes())
        settings = (self.load_costs, self.minimum_score, self.count_first, self.locks, self.seed)
        total.update(repr((self.scores.shape, settings)).encode())
        return total.hexdigest()

    def _settings(self, n: int, m: int) -> dict[str, Any]:
        given = Checks("settings")
        check_load_costs(given, self.load_costs, most=MAX_SCORE)
        if self.minimum_score is not None:
            given.whole("The minimum score", self.minimum_score, -MAX_SCORE, MAX_SCORE)
        given.flag("“count first”", self.count_first)
        given.whole("The seed", self.seed, -LARGEST, LARGEST)
        given.several(
            "The locks",
            self.locks,
            lambda lock: _is_place(lock, n, m),
            "two places, a mentee's and a mentor's",
        )
        given.close()
        return {
            "load_costs": tuple(map(int, self.load_costs)),
            "minimum_score": None if self.minimum_score is None else int(self.minimum_score),
            "locks": tuple(sorted({(int(i), int(j)) for i, j in self.locks})),
            "seed": int(self.seed),
        }


def flags_of(what: str, values: object, shape: tuple[int, ...]) -> Flags:
    """Return a table of true and false, copied; 1 and 0 are taken for them, any other number is refused."""
    array = _array(what, values)
    if array.shape != shape:
        raise InvalidInput(
            f"{what} has the shape {array.shape}; it must be {shape}, a cell for each pair.", rule="allowed"
        )
    if array.dtype.kind not in "biu":
        raise InvalidInput(f"Each cell of {what.lower()} must be true or false.", rule="allowed")
    odd = (array != 0) & (array != 1)
    if odd.any():
        cell = _first(odd)
        raise InvalidInput(f"{what} is {array[cell]} at {cell}; it must be true or false.", rule="allowed")
    return _kept(array, np.bool_)


def _scores(values: object) -> Ints:
    array = _array("The scores", values)
    if array.ndim != 2:
        raise InvalidInput("The scores must be a table: mentees down, mentors across.", rule="scores")
    _refuse_fractions("score", array)
    if array.size and max(abs(int(array.min())), abs(int(array.max()))) > MAX_SCORE:
        raise OutOfRange(f"A score is beyond {MAX_SCORE:,}; divide all of them by one number.", rule="scores")
    return _kept(array, np.int64)


def _places(name: str, values: object, count: int, people: str, *, least: int) -> Ints:
    array = _array(f"The {name}", values)
    _refuse_fractions(name, array)
    if array.ndim > 1 or array.size not in (1, count) or (array.ndim and len(array) != count):
        raise InvalidInput(
            f"The {name} has the shape {array.shape}; it must be one number, or one for each of the {count} {people}.",
            rule=name,
        )
    wrong = (array < least) | (array > MAX_PLACES)
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise InvalidInput(
            f"The {name} of {place} is {array.flat[place]}; it must be from {least} to {MAX_PLACES:,}.",
            rule=name,
        )
    return _kept(np.broadcast_to(array, (count,)), np.int64)


def _array(what: str, values: object) -> NDArray[Any]:
    if np.ma.is_masked(values):
        raise InvalidInput(f"{what} must have no masked cells; fill them first.", rule="scores")
    try:
        return np.asarray(values)
    except (ValueError, TypeError, OverflowError):
        raise InvalidInput(f"{what} must be a table with rows of one length.", rule="scores") from None


def _refuse_fractions(name: str, array: NDArray[Any]) -> None:
    if array.dtype.kind == "O" and array.size and all(is_whole(value) for value in array.flat):
        raise OutOfRange(
            f"A {name} is too large to be exact.", rule=name
        )  # NumPy keeps such numbers as objects
    if array.dtype.kind not in "fiu" and (array.size or array.dtype.kind != "b"):
        first = array.flat[0] if array.size else None
        raise InvalidInput(f"Each {name} must be a whole number, not {said(first)}.", rule=name)
    if array.dtype.kind == "f":
        odd = ~np.isfinite(array) | (array != np.round(np.where(np.isfinite(array), array, 0)))
        if odd.any():
            cell = _first(odd)
            raise InvalidInput(
                f"The {name} at {cell} is {array[cell]}; it must be a whole number.", rule=name
            )
        if array.size and float(np.abs(array).max()) >= 2.0**53:
            raise OutOfRange(f"A {name} is too large to be exact.", rule=name)


def _first(odd: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(index) for index in np.argwhere(odd)[0])


def _kept(array: NDArray[Any], kind: type[Any]) -> NDArray[Any]:
    copied = np.array(array, dtype=kind, order="C")
    copied.setflags(write=False)
    return copied


def _is_place(lock: object, n: int, m: int) -> bool:
    if not isinstance(lock, tuple | list) or len(lock) != 2:
        return False
    row, column = lock
    return is_whole(row) and is_whole(column) and 0 <= row < n and 0 <= column < m
