"""A published number as a row over the answers that it is made of."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite, lcm
from typing import NamedTuple

import numpy as np

from rounds.surveys.publication.values import Wave
from rounds.surveys.scores import answers_needed

TIMES = " x "
Parts = Callable[[Sequence[int]], tuple[int, ...]]


class Unknown(NamedTuple):
    """What an outsider doesn't know: an answer of a person, or the product of two (`measure` names both)."""

    person: str
    measure: str
    wave: str


@dataclass(frozen=True)
class Row:
    """A number that is the sum of whole multiples of unknowns, divided by `divisor`."""

    weights: Mapping[Unknown, int]
    divisor: int = 1

    @property
    def people(self) -> frozenset[str]:
        return frozenset(unknown.person for unknown, weight in self.weights.items() if weight)


@dataclass(frozen=True)
class Derived:
    """A number that is made of several sums over people, such as a spread; `row` says whose answers they are.

    `parts_of` turns a person's answers into what each sum gets of them, `of` turns rows of sums into values.
    """

    row: Row
    said: tuple[tuple[Unknown, ...], ...]
    parts_of: Parts
    of: Callable[[np.ndarray], np.ndarray]
    low: Fraction
    high: Fraction
    steps: tuple[Fraction | None, ...]
    # where each person's sums stand, if every group has sums of its own
    places: tuple[int, ...] = ()

    def sums_of(self, number: int, answers: Sequence[int]) -> np.ndarray:
        """Return what the person at a place in `said` adds to each sum."""
        own = np.array(self.parts_of(answers), dtype=float)
        if not self.places:
            return own
        wide = np.zeros((max(self.places) + 1, len(own)))
        wide[self.places[number]] = own
        return wide.ravel()

    def limits(self, value: float, step: Fraction | None) -> tuple[Fraction, Fraction]:
        """Return the limits that are told; those of the whole range where there is no step, or no value."""
        if step is None or not isfinite(value):
            return self.low, self.high
        middle = floor(Fraction(value) / step + Fraction(1, 2)) * step
        low, high = max(middle - step / 2, self.low), min(middle + step / 2, self.high)
        return (low, high) if low < high else (self.low, min(self.low + step, self.high))


def answered(wave: Wave, measure: str) -> dict[str, dict[Unknown, int]]:
    """Return for each person with a valid value its answers, each with its code.

    A score is valid from four fifths of the items that apply to the person, one of two items from both; or from half its items.
    """
    members = wave.members(measure)
    columns = [wave.items.index(item) for item in members]
    found = {}
    for person, codes in zip(wave.people, wave.answers[:, columns], strict=True):
        given = {
            Unknown(person, item, wave.key): int(code)
            for item, code in zip(members, codes, strict=True)
            if code >= 0
        }
        needed = -(-len(codes) // 2) if wave.is_half_enough else answers_needed([int(code) for code in codes])
        if given and len(given) >= needed:
            found[person] = given
    return found


def said_by(
    waves: Sequence[Wave], measure: str, chosen: Callable[[Wave], Collection[str]]
) -> dict[str, list[Unknown]]:
    """Return for each of the people chosen what they said of a measure in all these waves."""
    said: dict[str, list[Unknown]] = defaultdict(list)
    for wave in waves:
        inside = chosen(wave)
        for person, given in answered(wave, measure).items():
            if person in inside:
                said[person] += given
    return said


def mean_row(waves: Sequence[Wave], measure: str, chosen: Callable[[Wave], Collection[str]]) -> Row:
    """Return the mean of a measure over people, each with the mean of what they said in all these waves."""
    return mean_of(said_by(waves, measure, chosen))


def mean_of(said: Mapping[str, Sequence[Unknown]]) -> Row:
    """Return the mean over people of the mean of what each said."""
    common = lcm(*(len(unknowns) for unknowns in said.values())) if said else 1
    weights = {unknown: common // len(unknowns) for unknowns in said.values() for unknown in unknowns}
    return Row(weights, common * max(len(said), 1))


def change_row(earlier: Wave, later: Wave, measure: str, people: Collection[str]) -> Row:
    """Return the mean change of a measure over those who have a valid value in both waves."""
    before, after = answered(earlier, measure), answered(later, measure)
    both = [person for person in earlier.people if person in before and person in after and person in people]
    common = lcm(*(len(part[person]) for part in (before, after) for person in both)) if both else 1
    weights = {unknown: -common // len(before[person]) for person in both for unknown in before[person]}
    weights |= {unknown: common // len(after[person]) for person in both for unknown in after[person]}
    return Row(weights, common * max(len(both), 1))


def moment_rows(earlier: Wave, later: Wave, item: str, people: Collection[str]) -> dict[str, Row]:
    """Return what a regression of later on earlier needs, over those who answered an item in both waves."""
    before, after = answered(earlier, item), answered(later, item)
    both = [person for person in earlier.people if person in before and person in after and person in people]
    pairs = {
        "x": ([Unknown(person, item, earlier.key) for person in both]),
        "y": ([Unknown(person, item, later.key) for person in both]),
        "xx": ([product(person, item, earlier.key, earlier.key) for person in both]),
        "yy": ([product(person, item, later.key, later.key) for person in both]),
        "xy": ([product(person, item, earlier.key, later.key) for person in both]),
    }
    return {name: Row(dict.fromkeys(unknowns, 1), max(len(both), 1)) for name, unknowns in pairs.items()}


def product(person: str, item: str, first: str, second: str) -> Unknown:
    """Return the unknown that is the product of a person's answers in two waves."""
    return Unknown(person, TIMES.join((item, item)), TIMES.join((first, second)))


def factors(unknown: Unknown) -> tuple[Unknown, ...]:
    """Return the answers that an unknown is the product of: one for an answer itself."""
    if TIMES not in unknown.measure:
        return (unknown,)
    items, waves = unknown.measure.split(TIMES), unknown.wave.split(TIMES)
    return tuple(Unknown(unknown.person, item, wave) for item, wave in zip(items, waves, strict=True))
