"""How finely a number is told: so that no answer follows from all that is told together.

For every answer the table keeps a witness: another set of answers that agrees with every limit that is out, in which this answer is
another one. As long as there is one, the answer is not fixed. Witnesses are looked for near the truth: one answer moved by a point, or two
of two people moved against or with each other. Where none is found, all numbers that come out together are told more coarsely.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from rounds.surveys.publication.rows import Derived, Row, Unknown, factors

# The last says nothing: it lies between the ends of the scale.
STEPS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1), None)
SHARE_STEPS = (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1, 2), None)
# A mean this near an end of the scale (in parts of it) is told as "or more", "or less".
END = Fraction(1, 20)
# limits of derived numbers are floats: a witness has to lie inside by so much
HAIR = 1e-9


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


Told = tuple[Number | Derived, Fraction, Fraction]


@dataclass(frozen=True)
class _Bent:
    """A derived number: its sums, what each move adds to them, and the limits that are told."""

    number: Derived
    sums: np.ndarray
    moves: np.ndarray
    low: float
    high: float

    def agrees(self, changes: np.ndarray) -> np.ndarray:
        """Tell which changes of the sums leave the value within what is told, a hair inside."""
        values = self.number.of(self.sums + changes)
        return np.asarray((values >= self.low + HAIR) & (values <= self.high - HAIR))


@dataclass(frozen=True)
class _Fit:
    """Which moves leave every number that is told as it is told."""

    moves: np.ndarray
    room_down: np.ndarray
    room_up: np.ndarray
    bent: Sequence[_Bent]

    def holds(self, chosen: np.ndarray, beside: np.ndarray) -> np.ndarray:
        """Return for each of the moves chosen, made together with another one, whether it does."""
        both = self.moves[chosen] + self.moves[beside]
        held: np.ndarray = ((both >= self.room_down) & (both <= self.room_up)).all(axis=1)
        for one in self.bent:
            some = np.flatnonzero(held)
            if not len(some):
                break
            held[some] = one.agrees(one.moves[chosen[some]] + one.moves[beside[some]])
        return held


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
    # for each number the moves that change its sums, and by how much; the sums themselves
    effects: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    totals: list[np.ndarray] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    # for each answer the two moves that were its witness last; the first move of all moves nothing
    witnesses: dict[int, tuple[int, int]] = field(default_factory=dict)
    # answers that their people gave away: nothing is kept coarse for them
    given: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Put the move that moves nothing first."""
        self.owners.append(-1)
        self.people.append(-1)
        self.questions.append(-1)

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

    def tell(self, numbers: Sequence[Number | Derived]) -> list[tuple[Fraction, Fraction]]:
        """Return the limits of numbers that come out together, in the finest steps that fix nobody's answer."""
        self._take(numbers)
        totals = self.totals[len(self.out) :]
        for place, step in enumerate(STEPS):
            told = [
                (number, *_limits(number, total, place))
                for number, total in zip(numbers, totals, strict=True)
            ]
            if step is None or not self._fixes([*self.out, *told]):
                break
        self.out += told
        return [(low, high) for _number, low, high in told]

    def remember(self, told: Sequence[Told]) -> None:
        """Take in numbers that came out before, with the limits that were told."""
        self._take([number for number, _low, _high in told])
        self.out += told

    def give_away(self, unknowns: Collection[Unknown]) -> None:
        """Note answers that need no cover any more: whose they are has agreed that they leave."""
        self.given |= {number for number, unknown in enumerate(self.answers) if unknown in unknowns}

    def _take(self, numbers: Sequence[Number | Derived]) -> None:
        for number in numbers:
            if isinstance(number, Derived):
                total, effect = self._bend(number)
            else:
                total, effect = np.array([number.total(self.answers)]), self._effect(number)
            self.totals.append(total)
            self.effects.append(effect)

    def _bend(self, number: Derived) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """Return the sums of a derived number, and what each move adds to each of them."""
        sums, places, changes = None, [], []
        for person, unknowns in enumerate(number.said):
            given = [self.answers[unknown] for unknown in unknowns]
            own = number.sums_of(person, given)
            sums = own if sums is None else sums + own
            for turn, unknown in enumerate(unknowns):
                for move in (-1, 1):
                    place = self.places.get((unknown, move))
                    if place is not None:
                        moved = [*given[:turn], given[turn] + move, *given[turn + 1 :]]
                        places.append(place)
                        changes.append(number.sums_of(person, moved) - own)
        return np.array(sums), (np.array(places, dtype=np.int64), np.array(changes))

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

    def _fit(self, told: Sequence[Told]) -> _Fit:
        straight, downs, ups, bent = [], [], [], []
        for (number, low, high), total, (places, changes) in zip(
            told, self.totals, self.effects, strict=True
        ):
            if isinstance(number, Derived):
                if (low, high) == (number.low, number.high):
                    continue  # nothing is told of it
                moves = np.zeros((len(self.owners), len(total)))
                moves[places] = changes
                bent.append(_Bent(number, total, moves, float(low), float(high)))
                continue
            column = np.zeros(len(self.owners), dtype=np.int64)
            column[places] = changes
            straight.append(column)
            downs.append(-floor(int(total[0]) - low * number.row.divisor))
            ups.append(floor(high * number.row.divisor - int(total[0])))
        columns = np.array(straight).T.reshape(len(self.owners), len(straight))
        return _Fit(columns, np.array(downs), np.array(ups), bent)

    def _fixes(self, told: Sequence[Told]) -> bool:
        """Tell whether there is an answer for which no witness is found."""
        fit, owners = self._fit(told), np.array(self.owners)
        everything = np.arange(1, len(owners))
        alone = everything[fit.holds(everything, np.zeros_like(everything))]
        found = {int(owners[move]): (int(move), 0) for move in alone}
        found |= self._still(fit, [one for one in self.witnesses if one not in found])
        people, questions = np.array(self.people), np.array(self.questions)
        for number in set(range(len(self.answers))) - set(found) - self.given:
            own = np.flatnonzero(owners == number)
            others = (people != people[own[0]]) & (people >= 0)
            # most often somebody else's answer to the same question
            alike = others & (questions == questions[own[0]])
            pair = _together(fit, own, (np.flatnonzero(alike), np.flatnonzero(others & ~alike)))
            if pair is None:
                return True
            found[number] = pair
        self.witnesses = found
        return False

    def _still(self, fit: _Fit, numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return the witnesses of before that are some still."""
        if not numbers:
            return {}
        pairs = np.array([self.witnesses[one] for one in numbers])
        held = fit.holds(pairs[:, 0], pairs[:, 1])
        return {one: self.witnesses[one] for one, is_held in zip(numbers, held, strict=True) if is_held}


def _together(fit: _Fit, own: np.ndarray, others: Iterable[np.ndarray]) -> tuple[int, int] | None:
    """Return a move of an answer, and one of somebody else's, that together leave all as it is told."""
    for some in others:
        for move in own:
            held = np.flatnonzero(fit.holds(some, np.full_like(some, move)))
            if len(held):
                return int(move), int(some[held[0]])
    return None


def _limits(number: Number | Derived, total: np.ndarray, place: int) -> tuple[Fraction, Fraction]:
    """Return what is told of a number at a place in the ladder of steps."""
    if isinstance(number, Derived):
        return number.limits(float(number.of(total[None, :])[0]), number.steps[place])
    return number.limits(int(total[0]), (SHARE_STEPS if number.is_share else STEPS)[place])
