"""An outsider with every published figure, who knows who answered what question and who belongs where, but no answer.

Knows nothing of the inside of the door: rows are built again here, from asks and limits alone, and searched by other means (lengths
of parts of an orthonormal basis, linear programs).
"""

from dataclasses import dataclass, field
from itertools import combinations
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

from rounds.surveys.publication import Cut, Door, Figure, Statistic, Wave

ZERO = 1e-9


@dataclass
class Outsider:
    """What is known: the tables of who answered, and the figures that are out."""

    waves: dict[str, Wave]
    categories: dict[tuple[str, str], dict[str, str]]
    floor: int = 5
    columns: dict[tuple[str, str, str], int] = field(default_factory=dict)
    rows: list[dict[int, float]] = field(default_factory=list)
    told: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def read(self, figure: Figure) -> None:
        """Write a figure down as equations."""
        ask = figure.ask
        waves = [self.waves[key] for key in ask.waves]
        if ask.statistic == Statistic.MEAN:
            self._note(self._mean(waves, ask.measure, ask.group), figure.limits["mean"])
        elif ask.statistic == Statistic.CHANGE:
            both = self._valid(waves[0], ask.measure, ask.group) & self._valid(
                waves[1], ask.measure, ask.group
            )
            later, earlier = (self._mean([wave], ask.measure, ask.group, both) for wave in waves[::-1])
            self._note(later | {column: -weight for column, weight in earlier.items()}, figure.limits["mean"])
        elif ask.statistic == Statistic.MOMENTS:
            both = self._valid(waves[0], ask.measure, ask.group) & self._valid(
                waves[1], ask.measure, ask.group
            )
            for part, wave in (("x", waves[0]), ("y", waves[1])):
                self._note(self._mean([wave], ask.measure, ask.group, both), figure.limits[part])
            for part in ("xx", "yy", "xy"):
                # a square or a product is something of its own that nobody knows
                self.rows.append({self._column(p, ask.measure, part): 1 / len(both) for p in both})
        else:
            self._note_bands(waves[0], figure)

    def isolated(self, most: int = 300, seed: int = 1) -> list[tuple[str, ...]]:
        """Return sets of people under the floor of whom some sum of the figures speaks alone."""
        table = np.zeros((len(self.rows), len(self.columns)))
        for number, row in enumerate(self.rows):
            for column, weight in row.items():
                table[number, column] = weight
        if not len(table):
            return []
        table /= np.linalg.norm(table, axis=1, keepdims=True)
        _left, sizes, right = np.linalg.svd(table, full_matrices=False)
        basis = right[sizes > ZERO]
        tried = self._sets(self._small(basis), most, np.random.default_rng(seed))
        return [people for people in tried if self._speaks_of(basis, people)]

    def _speaks_of(self, basis: np.ndarray, people: tuple[str, ...]) -> bool:
        """Tell whether a sum of figures is nothing outside these people: their part of the basis then keeps a length of one.

        The squares of lengths are eigenvalues of the part's products, as large as the rows of these at most.
        """
        part = basis[:, [column for person in people for column in self.own[person]]]
        products = part.T @ part
        if np.abs(products).sum(axis=1).max() < 1 - ZERO:
            return False
        return bool(np.linalg.eigvalsh(products)[-1] > 1 - ZERO)

    def fixed(self, most: int = 40, seed: int = 1) -> list[tuple[str, str, str]]:
        """Return answers that the limits leave one value, by linear programs: as many, by chance, as there is time for."""
        names = {column: key for key, column in self.columns.items()}
        answers = sorted({column for row, _low, _high in self.told for column in row})
        place = {column: number for number, column in enumerate(answers)}
        matrix = lil_array((2 * len(self.told), len(answers)))
        ends = np.zeros(2 * len(self.told))
        for line, (row, low, high) in enumerate(self.told):
            for column, weight in row.items():
                matrix[2 * line, place[column]], matrix[2 * line + 1, place[column]] = weight, -weight
            ends[2 * line], ends[2 * line + 1] = high + ZERO, ZERO - low
        scale = [(self.waves[names[column][2]].low, self.waves[names[column][2]].high) for column in answers]
        found = []
        for number in np.random.default_rng(seed).permutation(len(answers))[:most]:
            goal = np.zeros(len(answers))
            goal[number] = 1
            least, most_ = (
                sign
                * linprog(sign * goal, A_ub=matrix.tocsr(), b_ub=ends, bounds=scale, method="highs-ds").fun
                for sign in (1, -1)
            )
            if ceil(least - 1e-6) >= floor(most_ + 1e-6):
                found.append(names[answers[number]])
        return found

    def _note(self, row: dict[int, float], limits: tuple[float, float]) -> None:
        self.rows.append(row)
        self.told.append((row, *limits))

    def _note_bands(self, wave: Wave, figure: Figure) -> None:
        self.rows.append(self._mean([wave], figure.ask.measure, figure.ask.group))

    def _valid(self, wave: Wave, measure: str, group) -> set[str]:
        members = wave.scores.get(measure, (measure,))
        given = wave.answers[:, [wave.items.index(item) for item in members]] >= 0
        least = 2 if len(members) == 2 else ceil(0.8 * len(members))
        valid = {
            person for person, count in zip(wave.people, given.sum(axis=1), strict=True) if count >= least
        }
        if isinstance(group, Cut):
            held = self.categories[wave.key, group.name]
            valid = {person for person in valid if held[person] == group.category}
        return valid

    def _mean(self, waves, measure, group, only=None) -> dict[int, float]:
        said: dict[str, list[int]] = {}
        for wave in waves:
            for person in self._valid(wave, measure, group) if only is None else only:
                codes = wave.answers[wave.people.index(person)]
                for item in wave.scores.get(measure, (measure,)):
                    if codes[wave.items.index(item)] >= 0:
                        said.setdefault(person, []).append(self._column(person, item, wave.key))
        return {column: 1 / len(said) / len(columns) for columns in said.values() for column in columns}

    def _column(self, person: str, item: str, wave: str) -> int:
        return self.columns.setdefault((person, item, wave), len(self.columns))

    def _small(self, table: np.ndarray) -> list[tuple[str, ...]]:
        """Return groups, under the floor, of people whom every figure treats alike: only all of them together stand out."""
        alike: dict[tuple[object, ...], list[str]] = {}
        own: dict[str, list[tuple[object, ...]]] = {}
        self.own: dict[str, list[int]] = {}
        for (person, item, wave), column in self.columns.items():
            self.own.setdefault(person, []).append(column)
            weights = tuple((n, round(row[column], 12)) for n, row in enumerate(self.rows) if column in row)
            own.setdefault(person, []).append((item, wave, weights))
        for person, cells in own.items():
            alike.setdefault(tuple(sorted(cells, key=str)), []).append(person)
        return [tuple(people) for people in alike.values() if len(people) < self.floor]

    def _sets(
        self, small: list[tuple[str, ...]], most: int, chance: np.random.Generator
    ) -> list[tuple[str, ...]]:
        """Return unions of small groups under the floor: all of up to two, then as many of the largest as there is time for."""
        tried = [sum(some, ()) for count in (1, 2) for some in combinations(small, count)]
        for _ in range(most if len(small) > 2 else 0):
            people: tuple[str, ...] = ()
            for number in chance.permutation(len(small)):
                if len(people) + len(small[number]) < self.floor:
                    people += small[number]
                if len(people) == self.floor - 1:
                    break
            tried.append(people)
        return [people for people in tried if len(people) < self.floor]


def outsider_of(door: Door) -> Outsider:
    """Return an outsider who has read all that came through a door."""
    outsider = Outsider(door.waves, door.categories, floor=door.floor)
    for figure in door.answers.values():
        if isinstance(figure, Figure):
            outsider.read(figure)
    return outsider
