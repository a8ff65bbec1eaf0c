"""How far people lie apart, and whether the items of a score go together: out of sums over people alone.

Sums are all that is needed, so that the same code tells the value of the answers and that of answers nearby.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from rounds.surveys.publication.rows import Derived, Unknown, mean_of

TENTHS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1), None)
HUNDREDTHS = (Fraction(1, 100), Fraction(1, 50), Fraction(1, 20), Fraction(1, 10), None)
Of = Callable[[np.ndarray], np.ndarray]


def spread_of(said: Mapping[str, Sequence[Unknown]], *, range_: int) -> Derived:
    """Return the standard deviation between people, each with the mean of what they said."""
    common, n = lcm(*(len(unknowns) for unknowns in said.values())), len(said)

    def parts(answers: Sequence[int]) -> tuple[int, ...]:
        own = sum(answers) * (common // len(answers))
        return own, own * own

    def value(sums: np.ndarray) -> np.ndarray:
        return np.asarray(np.sqrt(np.maximum(_variance(sums[:, 1], sums[:, 0], n), 0)) / common)

    ends = Fraction(0), Fraction(range_)
    return Derived(mean_of(said), _in_rows(said), parts, value, *ends, TENTHS)


def reliability_of(said: Mapping[str, Sequence[Unknown]], members: Sequence[str]) -> dict[str, Derived]:
    """Return alpha of a score and, for each item, its correlation with the rest of it, over those who answered all items."""
    whole = {person: unknowns for person, unknowns in said.items() if len(unknowns) == len(members)}
    row, rows, ends = mean_of(whole), _in_rows(whole), (Fraction(-1), Fraction(1))
    found = {"alpha": Derived(row, rows, sums_of, alpha_of(len(members), len(whole)), *ends, HUNDREDTHS)}
    for place, name in enumerate(members):
        value = item_rest_of(place, len(members), len(whole))
        found[name] = Derived(row, rows, sums_of, value, *ends, TENTHS)
    return found


def sums_of(answers: Sequence[int]) -> tuple[int, ...]:
    """Return what a person adds: the answers, their squares, the square of their total, each times their total."""
    total = sum(answers)
    return (*answers, *(x * x for x in answers), total * total, *(x * total for x in answers))


def alpha_of(items: int, people: int) -> Of:
    """Return what makes Cronbach's alpha of the sums over people."""

    def value(sums: np.ndarray) -> np.ndarray:
        answers, squares, total_squares = sums[:, :items], sums[:, items : 2 * items], sums[:, 2 * items]
        between = _variance(total_squares, answers.sum(axis=1), people)
        within = _variance(squares, answers, people).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(items / (items - 1) * (1 - within / between))

    return value


def item_rest_of(place: int, items: int, people: int) -> Of:
    """Return what makes the correlation of an item with the total of the others, of the sums over people."""

    def value(sums: np.ndarray) -> np.ndarray:
        total, own = sums[:, :items].sum(axis=1), sums[:, place]
        of_own = _variance(sums[:, items + place], own, people)
        of_total = _variance(sums[:, 2 * items], total, people)
        with_total = (sums[:, 2 * items + 1 + place] - own * total / people) / (people - 1)
        of_rest = of_total + of_own - 2 * with_total
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((with_total - of_own) / np.sqrt(of_own * of_rest))

    return value


def _variance(squares: np.ndarray, sums: np.ndarray, n: int) -> np.ndarray:
    return np.asarray((squares - sums * sums / n) / (n - 1))


def _in_rows(said: Mapping[str, Sequence[Unknown]]) -> tuple[tuple[Unknown, ...], ...]:
    return tuple(tuple(unknowns) for unknowns in said.values())
