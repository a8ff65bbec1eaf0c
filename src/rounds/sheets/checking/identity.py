"""Who is who inside a file: rows of one person are joined, and one address for several people is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rounds.sheets.cells.name_words import PARTICLES
from rounds.sheets.checking.outcome import Answers, Problem, Record
from rounds.sheets.targets.target import Catalog
from rounds.sheets.text import fold

Problems = dict[int, list[Problem]]


def key_of(key: str, value: object) -> str:
    """Return what two rows must share to have the same address or number: capitals and spaces make no difference."""
    text = str(value).strip().casefold()
    return text if "email" in key else "".join(text.split())


def names_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two (first, last) may be one person's: the first names fit and the last ones share a word.

    A first name that is not known, an initial, and first and last name the other way round fit.
    """
    (first, last), (other_first, other_last) = (
        [fold(part).split() for part in name] for name in (one, other)
    )
    words = {word for word in last if word not in PARTICLES}
    if sorted(first + last) == sorted(other_first + other_last):
        return True
    shares = bool(words & set(other_last)) or "".join(last) == "".join(other_last)
    return shares and _first_fits(first, other_first)


def _first_fits(first: Sequence[str], other: Sequence[str]) -> bool:
    if not first or not other:
        return True
    one, two = first[0], other[0]
    return one == two or (min(len(one), len(two)) == 1 and one[0] == two[0])


def name_of(values: Mapping[str, Any]) -> tuple[str, str]:
    return str(values.get("first_name", "")), str(values.get("last_name", ""))


def part_shared(records: Sequence[Record], catalog: Catalog, problems: Problems) -> list[Record]:
    """Take an address or number away that rows of different people share, and ask about each.

    Return the records with what is left to them.
    """
    left = {record.row: record for record in records}
    for keys in catalog.same:
        if len(keys) > 1:
            continue
        [key] = keys
        for group in _sharing(left.values(), key):
            if all(names_agree(name_of(group[0].values), name_of(other.values)) for other in group):
                continue
            rows = tuple(record.row for record in group)
            for record in group:
                place, text = record.cells.get(key, str(record.row)), str(record.values[key])
                problems[record.row].append(
                    Problem("shared", key, record.row, place, text, part=record.label, rows=rows)
                )
                values = {name: value for name, value in record.values.items() if name != key}
                left[record.row] = replace(record, values=values)
    return [left[record.row] for record in records]


def _sharing(records: Any, key: str) -> list[list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        if key in record.values:
            groups.setdefault(key_of(key, record.values[key]), []).append(record)
    return [group for group in groups.values() if len(group) > 1]


def join_same(
    records: Sequence[Record], catalog: Catalog, answers: Answers, problems: Problems
) -> tuple[list[Record], list[int]]:
    """Drop rows that repeat one another, and mark rows of one person that differ."""
    kept: list[Record] = []
    repeated: list[int] = []
    for same in _together(records, catalog):
        rows = tuple(record.row for record in same)
        chosen = answers.keep.get(",".join(map(str, rows)))
        if all(record.values == same[0].values for record in same):
            chosen = chosen or rows[0]
        if len(same) == 1 or chosen in rows:
            kept.extend(record for record in same if len(same) == 1 or record.row == chosen)
            repeated.extend(row for row in rows if len(same) > 1 and row != chosen)
            continue
        labels = {target.key: target.label for target in catalog.targets}
        keys = _differing(same, labels)
        differ = ", ".join(labels.get(key, key) for key in keys)
        says = tuple((record.row, tuple((key, record.values.get(key)) for key in keys)) for record in same)
        for record in same:
            place = next(iter(record.cells.values()), str(record.row))
            problems[record.row].append(
                Problem("twice", "", record.row, place, record.label, differ, says, rows=rows, keeps_out=True)
            )
    return sorted(kept, key=lambda record: record.row), sorted(repeated)


def _differing(same: Sequence[Record], order: Mapping[str, str]) -> list[str]:
    """Return the keys in which rows of one person differ, in the order of the catalog."""
    places = list(order)
    differ = {
        key
        for record in same
        for key in {*record.values, *same[0].values}
        if record.values.get(key) != same[0].values.get(key)
    }
    return sorted(differ, key=lambda key: places.index(key) if key in places else len(places))


def _together(records: Sequence[Record], catalog: Catalog) -> list[list[Record]]:
    """Group the records that share an address or a number."""
    leader: dict[int, int] = {record.row: record.row for record in records}

    def find(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for keys in catalog.same:
        seen: dict[tuple[str, ...], int] = {}
        for record in records:
            if all(key in record.values for key in keys):
                value = tuple(key_of(key, record.values[key]) for key in keys)
                leader[find(record.row)] = find(seen.setdefault(value, record.row))
    together: dict[int, list[Record]] = {}
    for record in records:
        together.setdefault(find(record.row), []).append(record)
    return list(together.values())
