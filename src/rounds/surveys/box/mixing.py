"""Which cuts stand beside the answers of a batch: none that so few people share that it speaks of them.

Decided by who answered, never by what. Whoever knows all who answered and their cuts can work out the same and learns
nothing from it: each combination that is written down is shared by at least `floor` answers.
"""

from collections import Counter
from collections.abc import Sequence

OTHER = "other"
BLANK = ""
MOST_CUTS = 2
JOINT = " + "


def merge_cuts(rows: Sequence[tuple[str, ...]], *, floor: int) -> list[tuple[str, ...]]:
    """Return the cuts of each answer as they may be written down: every combination covers at least `floor` answers.

    Categories under the floor become "other", which joins the smallest of the rest while it is under the floor itself; where
    a cell of both cuts is under the floor, the second goes blank.
    """
    if len(rows) < floor:
        raise ValueError(f"{len(rows)} answers are fewer than {floor}; nothing of them may be written.")
    width = len(rows[0])
    if width > MOST_CUTS or any(len(row) != width for row in rows):
        raise ValueError(f"All answers have the same cuts, {MOST_CUTS} at most.")
    columns = [_merge_categories([row[column] for row in rows], floor) for column in range(width)]
    merged: list[tuple[str, ...]] = list(zip(*columns, strict=True)) if width else [() for _ in rows]
    return _blank_small_cells(merged, floor) if width == MOST_CUTS else merged


def merge_groups(values: Sequence[str], *, floor: int) -> list[str]:
    """Return the group that each answer about one person counts in: one under the floor joins the smallest other, again and again.

    Groups that count together are named together, "learners + peers". Raises ValueError where all are fewer than the floor.
    """
    if len(values) < floor:
        raise ValueError(f"{len(values)} answers are fewer than {floor}; nothing of them may be written.")
    sizes: dict[tuple[str, ...], int] = {(value,): count for value, count in Counter(values).items()}
    while len(sizes) > 1 and min(sizes.values()) < floor:
        small, host = sorted(sizes, key=lambda group: (sizes[group], group))[:2]
        sizes[tuple(sorted(small + host))] = sizes.pop(small) + sizes.pop(host)
    names = {value: JOINT.join(group) for group in sizes for value in group}
    return [names[value] for value in values]


def _merge_categories(values: list[str], floor: int) -> list[str]:
    """Return the categories of one cut: each has `floor` answers or more."""
    counts = Counter(values)
    small = {value for value, count in counts.items() if count < floor or value == OTHER}
    if not small:
        return values
    large = {value: count for value, count in counts.items() if value not in small}
    in_other = sum(counts[value] for value in small)
    if in_other >= floor or not large:
        return [OTHER if value in small else value for value in values]
    host = min(large, key=lambda value: (large[value], value))
    return [f"{host}{JOINT}{OTHER}" if value in small or value == host else value for value in values]


def _blank_small_cells(rows: list[tuple[str, ...]], floor: int) -> list[tuple[str, ...]]:
    """Return the rows with the second cut blank where a cell is small, and where blanks alone would be few."""
    cells = Counter(rows)
    blank: set[tuple[str, ...]] = set()
    for first in {row[0] for row in rows}:
        blank |= _cells_to_blank({cell: n for cell, n in cells.items() if cell[0] == first}, floor)
    return [(row[0], BLANK) if row in blank else row for row in rows]


def _cells_to_blank(cells: dict[tuple[str, ...], int], floor: int) -> set[tuple[str, ...]]:
    by_size = sorted(cells, key=lambda cell: (cells[cell], cell))
    blank = [cell for cell in by_size if cells[cell] < floor or cell[1] == BLANK]
    rest = [cell for cell in by_size if cell not in blank]
    while blank and rest and sum(cells[cell] for cell in blank) < floor:
        blank.append(rest.pop(0))
    return set(blank)
