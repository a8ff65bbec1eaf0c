"""Would one more number let anybody speak of fewer people than the floor?

All numbers that are out are rows over unknowns. A sum of rows that is nothing outside the answers of a set of people, and something
inside, speaks of that set alone. The new row is refused if there is such a sum for a set under the floor. The rows before it passed, so
the sum must hold the new row once; the search adds old rows to it and goes through people one by one: either the sum is nothing at that
person, which costs a dimension of the old rows, or the person is in the set, which costs a place under the floor. So it ends soon, and it
is complete: no sum is left out, whatever its factors. Numbers are whole, modulo two primes; both must find nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from rounds.surveys.publication.rows import Row

PRIMES = (2_147_483_647, 2_147_483_629)
# A search that is longer is refused: too many small groups cross each other.
MOST_STEPS = 4_000
# the weights of an unknown in each row that has it
Column = tuple[tuple[int, int], ...]


@dataclass
class Ledger:
    """Every row that is out, and the question whether more may follow."""

    floor: int
    rows: list[Row] = field(default_factory=list)

    def admit(self, new: Sequence[Row]) -> bool:
        """Take in rows that are published together if all of them may be; change nothing otherwise."""
        before = len(self.rows)
        for row in new:
            if not self.accepts(row):
                del self.rows[before:]
                return False
            self.rows.append(row)
        return True

    def accepts(self, row: Row) -> bool:
        """Tell whether no sum of this row and those that are out speaks of fewer people than the floor."""
        if len(row.people) < self.floor:
            return False
        touching = _touching(self.rows, row)
        table, sizes, columns = _atoms([row, *touching])
        return not any(_Search(self.floor, prime, sizes, columns).isolates(table) for prime in PRIMES)


def _touching(rows: Iterable[Row], row: Row) -> list[Row]:
    """Return the rows that share an unknown with this one, or with one that does, and so on."""
    left, reached = list(rows), set(row.weights)
    found: list[Row] = []
    while True:
        near = [one for one in left if not reached.isdisjoint(one.weights)]
        if not near:
            return found
        found += near
        left = [one for one in left if reached.isdisjoint(one.weights)]
        reached.update(*(one.weights for one in near))


def _atoms(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Return the table of rows with one block of columns for all people whom every row treats alike.

    Besides the table: the number of people in each block, and the places of its columns.
    """
    weights: dict[str, dict[tuple[str, str], list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(rows):
        for unknown, weight in row.weights.items():
            weights[unknown.person][unknown.measure, unknown.wave].append((number, weight))
    alike: dict[tuple[tuple[tuple[str, str], Column], ...], int] = defaultdict(int)
    for cells in weights.values():
        alike[tuple(sorted((key, tuple(column)) for key, column in cells.items()))] += 1
    blocks: list[np.ndarray] = []
    filled: list[Column] = []
    for block in alike:
        # columns that are alike within a block say the same
        distinct = sorted({column for _key, column in block})
        blocks.append(np.arange(len(filled), len(filled) + len(distinct)))
        filled += distinct
    table = np.zeros((len(rows), len(filled)), dtype=np.int64)
    for place, column in enumerate(filled):
        for number, weight in column:
            table[number, place] = weight
    return table, np.array(list(alike.values())), blocks


@dataclass
class _Search:
    """The search for a sum of rows that is nothing but at a few people."""

    floor: int
    prime: int
    sizes: np.ndarray
    columns: list[np.ndarray]
    steps: int = 0

    def isolates(self, table: np.ndarray) -> bool:
        """Tell whether the first row and some of the others leave a set under the floor alone, or the search is too long."""
        table = table % self.prime
        new, old = _reduced(table[0], table[1:], self.prime)
        if not new.any():
            return False  # it says nothing that the others don't say
        self.starts = np.array([block[0] for block in self.columns])
        return self._leaves(new, old, frozenset(), self.floor - 1)

    def _leaves(self, new: np.ndarray, old: np.ndarray, inside: frozenset[int], room: int) -> bool:
        while True:
            self.steps += 1
            if self.steps > MOST_STEPS:
                return True
            there = np.logical_or.reduceat(new != 0, self.starts)
            open_ = [int(one) for one in np.flatnonzero(there) if one not in inside]
            if not open_:
                return True
            bound = np.logical_or.reduceat((new != 0) & ~(old != 0).any(axis=0), self.starts)
            forced = [one for one in open_ if bound[one]]
            if forced:
                # nothing can take these away: they are in the set
                room -= int(self.sizes[forced].sum())
                if room < 0:
                    return False
                inside |= set(forced)
                continue
            chosen = max(open_, key=lambda one: int(self.sizes[one]))
            size = int(self.sizes[chosen])
            if size <= room and self._leaves(new, old, inside | {chosen}, room - size):
                return True
            gone = _without(new, old, self.columns[chosen], self.prime)
            if gone is None:
                return False
            new, old = gone


def _without(
    new: np.ndarray, old: np.ndarray, columns: np.ndarray, prime: int
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the sums of new and old rows that are nothing in these columns, or None if there are none."""
    for column in columns:
        found = np.flatnonzero(old[:, column])
        if not len(found):
            if new[column]:
                return None
            continue
        pivot = old[found[0]]
        scaled = pivot * pow(int(pivot[column]), -1, prime) % prime
        old = np.delete(old, found[0], axis=0)
        touched = np.flatnonzero(old[:, column])
        old[touched] = (old[touched] - old[touched, column][:, None] * scaled) % prime
        new = (new - new[column] * scaled) % prime
    return new, old


def _reduced(new: np.ndarray, old: np.ndarray, prime: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a row less what old rows say of it, and old rows of which none follows from the rest."""
    left, basis = old.copy(), []
    while len(left):
        places = np.flatnonzero(left[0])
        if not len(places):
            left = left[1:]
            continue
        column = places[0]
        scaled = left[0] * pow(int(left[0, column]), -1, prime) % prime
        basis.append(scaled)
        left = left[1:]
        touched = np.flatnonzero(left[:, column])
        left[touched] = (left[touched] - left[touched, column][:, None] * scaled) % prime
        new = (new - new[column] * scaled) % prime
    return new, np.array(basis, dtype=np.int64).reshape(len(basis), old.shape[1])
