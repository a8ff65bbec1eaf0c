"""How finely a number is told: so that no answer follows from all that is told together.

For every answer the table keeps a witness: another set of answers that agrees with every limit that is out, in which this answer is
another one. As long as there is one, the answer is not fixed. Witnesses are looked for near the truth: one answer moved by a point, or two
of two people moved against or with each other. Where none is found, all numbers that come out together are told more coarsely.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from rounds.surveys.publication.rows import Row, Unknown, factors

# The last says nothing: it lies between the ends of the scale.
STEPS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1), None)
SHARE_STEPS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1, 2), None)
# A mean this near an end of the scale (in parts of it) is told as "or more", "or less".
END = Fraction(1, 20)


@dataclass(frozen=True)
class Number:
    """A number to be told: its row, what it sums of each unknown, and between which ends it can lie."""

    row: Row
    low: Fraction
    high: Fraction
    # of an answer itself: the answer, or 1 where it lies in a band
    of: Callable[[int], int] | None = None
    is_share: bool = False

    def said_of(self, unknown: Unknown, answers: Mapping[Unknown, int]) -> int:
        """Return what an unknown adds, before its weight."""
        value = 1
        for factor in factors(unknown):
            value *= answers[factor]
        return self.of(value) if self.of else value

    def total(self, answers: Mapping[Unknown, int]) -> int:
        """Return the sum before the division."""
        return sum(weight * self.said_of(unknown, answers) for unknown, weight in self.row.weights.items())

    def limits(self, total: int, step: Fraction | None) -> tuple[Fraction, Fraction]:
        """Return the limits that are told, both of them possible."""
        if step is None:
            return self.low, self.high
        value = Fraction(total, self.row.divisor)
        near = END * 2 if self.is_share else END * (self.high - self.low)
        near = max(near, step / 2)
        if value >= self.high - near:
            return self.high - near, self.high
        if value <= self.low + near:
            return self.low, self.low + near
        middle = floor(value / step + Fraction(1, 2)) * step
        return max(middle - step / 2, self.low), min(middle + step / 2, self.high)


Told = tuple[Number, Fraction, Fraction]


@dataclass
class Table:
    """All limits that are out, and the answers behind them."""

    answers: dict[Unknown, int] = field(default_factory=dict)
    out: list[Told] = field(default_factory=list)
    # each move of an answer by a point within its scale: whose, and its place by answer and direction
    owners: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    places: dict[tuple[Unknown, int], int] = field(default_factory=dict)
    # for each number the moves that change its sum, and by how much; the sum itself
    effects: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, unknown: Unknown, answer: int, low: int, high: int) -> None:
        """Take in an answer on a scale."""
        number = len(self.answers)
        self.answers[unknown] = answer
        for move in (-1, 1):
            if low <= answer + move <= high:
                self.places[unknown, move] = len(self.owners)
                self.owners.append(number)
                self.people.append(self.names.setdefault(unknown.person, len(self.names)))
                question = f"{unknown.wave} {unknown.measure}"
                self.questions.append(self.names.setdefault(question, len(self.names)))

    def tell(self, numbers: Sequence[Number]) -> list[tuple[Fraction, Fraction]]:
        """Return the limits of numbers that come out together, in the finest steps that fix nobody's answer."""
        self.totals += [number.total(self.answers) for number in numbers]
        self.effects += [self._effect(number) for number in numbers]
        totals = self.totals[len(self.out) :]
        for step, share_step in zip(STEPS, SHARE_STEPS, strict=True):
            told = [
                (number, *number.limits(total, share_step if number.is_share else step))
                for number, total in zip(numbers, totals, strict=True)
            ]
            if step is None or not self._fixes([*self.out, *told]):
                break
        self.out += told
        return [(low, high) for _number, low, high in told]

    def _effect(self, number: Number) -> tuple[np.ndarray, np.ndarray]:
        changes: dict[int, int] = {}
        for unknown, weight in number.row.weights.items():
            parts = {factor: self.answers[factor] for factor in factors(unknown)}
            before = number.said_of(unknown, parts)
            for factor, answer in parts.items():
                for move in (-1, 1):
                    place = self.places.get((factor, move))
                    if place is not None:
                        after = number.said_of(unknown, {**parts, factor: answer + move})
                        changes[place] = changes.get(place, 0) + weight * (after - before)
        return np.array(list(changes), dtype=np.int64), np.array(list(changes.values()), dtype=np.int64)

    def _fixes(self, told: Sequence[Told]) -> bool:
        """Tell whether there is an answer for which no witness is found."""
        downs = [
            -floor(total - low * number.row.divisor)
            for total, (number, low, _high) in zip(self.totals, told, strict=True)
        ]
        ups = [
            floor(high * number.row.divisor - total)
            for total, (number, _low, high) in zip(self.totals, told, strict=True)
        ]
        room_down, room_up = np.array(downs), np.array(ups)
        moves = np.zeros((len(self.owners), len(told)), dtype=np.int64)
        for column, (places, changes) in enumerate(self.effects):
            moves[places, column] = changes
        owners, people, questions = (np.array(part) for part in (self.owners, self.people, self.questions))
        alone = ((moves >= room_down) & (moves <= room_up)).all(axis=1)
        for number in set(range(len(self.answers))) - set(owners[alone].tolist()):
            own = np.flatnonzero(owners == number)
            others = people != people[own[0]]
            # most often somebody else's answer to the same question
            alike = others & (questions == questions[own[0]])
            if not any(
                _with_another(moves[own], moves[some], room_down, room_up)
                for some in (alike, others & ~alike)
            ):
                return True
        return False


def _with_another(own: np.ndarray, others: np.ndarray, room_down: np.ndarray, room_up: np.ndarray) -> bool:
    """Tell whether an answer can move together with one of somebody else."""
    for move in own:
        both = others + move
        if ((both >= room_down) & (both <= room_up)).all(axis=1).any():
            return True
    return False
