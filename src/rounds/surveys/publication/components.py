"""How subjects differ: mean squares between and within what different people say of each, out of sums over people alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from rounds.surveys.publication.rows import Derived, Unknown, mean_of

# as many subjects, or it would speak of a few
SUBJECTS_AT_LEAST = 10
STEPS = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), None)


@dataclass(frozen=True)
class Shape:
    """How many spoke of each subject, in the order of the subjects' keys: it tells nothing of what they said."""

    sizes: tuple[int, ...]

    @property
    def people(self) -> int:
        """Return how many spoke, of all subjects together."""
        return sum(self.sizes)

    @property
    def typical(self) -> float:
        """Return the size of a typical group (n0 of Searle 1971)."""
        n = self.people
        return (n - sum(one * one for one in self.sizes) / n) / (len(self.sizes) - 1)

    @property
    def limits(self) -> dict[str, tuple[float, float]]:
        """Return the sizes as a figure tells them."""
        told = {"subjects": float(len(self.sizes)), "answers": float(self.people), "typical": self.typical}
        return {name: (value, value) for name, value in told.items()}


def groups_of(said: Mapping[tuple[str, str], Sequence[Unknown]]) -> list[list[Sequence[Unknown]]]:
    """Return what was said of each subject, by (subject, person), a person who spoke in several waves once."""
    found: dict[str, list[Sequence[Unknown]]] = {}
    for (subject, _person), unknowns in sorted(said.items()):
        found.setdefault(subject, []).append(unknowns)
    return list(found.values())


def components_of(
    said: Mapping[tuple[str, str], Sequence[Unknown]], *, range_: int
) -> tuple[Shape, dict[str, Derived]]:
    """Return the mean squares between subjects and within them, each person with the mean of what they said of one."""
    groups = groups_of(said)
    shape = Shape(tuple(len(one) for one in groups))
    flat = [unknowns for group in groups for unknowns in group]
    places = tuple(place for place, group in enumerate(groups) for _ in group)
    common = lcm(*(len(unknowns) for unknowns in flat))
    row = mean_of({str(number): unknowns for number, unknowns in enumerate(flat)})
    sizes = np.array(shape.sizes, dtype=float)
    n, subjects = shape.people, len(groups)

    def parts(answers: Sequence[int]) -> tuple[int, ...]:
        own = sum(answers) * (common // len(answers))
        return own, own * own

    def between(sums: np.ndarray) -> np.ndarray:
        own = sums[:, 0::2]
        apart = (own * own / sizes).sum(axis=1) - own.sum(axis=1) ** 2 / n
        return np.asarray(np.maximum(apart, 0) / (subjects - 1) / common**2)

    def within(sums: np.ndarray) -> np.ndarray:
        own, squares = sums[:, 0::2], sums[:, 1::2].sum(axis=1)
        apart = squares - (own * own / sizes).sum(axis=1)
        return np.asarray(np.maximum(apart, 0) / (n - subjects) / common**2)

    most = Fraction(range_ * range_ * max(shape.sizes))
    said_of = tuple(tuple(unknowns) for unknowns in flat)
    return shape, {
        name: Derived(row, said_of, parts, value, Fraction(0), most, STEPS, places)
        for name, value in (("between", between), ("within", within))
    }
