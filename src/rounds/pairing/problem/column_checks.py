"""Columns that a caller made: kinds, shapes and ranges, so that no code points beside its axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rounds.pairing.arguments import Checks
from rounds.pairing.errors import InvalidInput
from rounds.pairing.problem.columns import Axes, Mentees, Side
from rounds.pairing.problem.people import HOURS_OF_WEEK, MAX_DEMAND, MAX_WISHES

OneSide = TypeVar("OneSide", bound=Side)


@dataclass(frozen=True)
class Column:
    """What a column holds: one value a person, or one for each name of an axis (or each place of `width`).

    `high` is the highest value, or the axis whose places it holds; without it the column holds true and false.
    """

    axis: str = ""
    width: int = 0
    low: int = 0
    high: int | str | None = None
    kind: type[Any] = np.int16


OTHERS = "others"  # the places of the people on the other side
SHARED = {
    "tier": Column(low=-1, high="tiers"),
    "pgy": Column(low=-1, high=20),
    "sites": Column("sites", kind=np.bool_),
    "modalities": Column("modalities", kind=np.bool_),
    "languages": Column("languages", kind=np.bool_),
    "department": Column(low=-1, high="departments"),
    "specialty": Column(low=-1, high="specialties"),
    "hours": Column(width=HOURS_OF_WEEK, kind=np.bool_),
    "wishes": Column(width=MAX_WISHES, low=-1, high=OTHERS, kind=np.int64),
}
OF_MENTEES = {
    **SHARED,
    "demand": Column(low=1, high=MAX_DEMAND, kind=np.int64),
    "gaps": Column("domains", high=3),
    "aspires": Column("milestones", kind=np.bool_),
    "aspired_tier": Column(low=-1, high="tiers"),
    "style": Column(low=-1, high="styles"),
    "interests": Column("priorities", high=3),
}
OF_MENTORS = {
    **SHARED,
    "capacity": Column(high=1_000, kind=np.int64),
    "load": Column(high=1_000, kind=np.int64),
    "expertise": Column("domains", high=5),
    "milestones": Column("milestones", high=2),
    "styles": Column("styles", kind=np.bool_),
    "experience": Column("priorities", high=2),
}


def checked_side(side: OneSide, axes: Axes, *, others: int, who: str) -> OneSide:
    """Return a side with columns of the right kind that can't be written; InvalidInput names column and cell."""
    given = Checks("columns")
    given.texts(f"The ids of the {who}", side.ids)
    for item in fields(axes):
        given.texts(f"The axis “{item.name}”", getattr(axes, item.name))
    given.close()
    sizes = {item.name: len(getattr(axes, item.name)) for item in fields(axes)} | {OTHERS: others}
    columns = OF_MENTEES if isinstance(side, Mentees) else OF_MENTORS
    changed: dict[str, Any] = {"ids": tuple(side.ids)} if not isinstance(side.ids, tuple) else {}
    for name, column in columns.items():
        values = getattr(side, name)
        right = _checked(f"The column “{name}” of the {who}", values, column, len(side.ids), sizes)
        if right is not values:
            changed[name] = right
    return replace(side, **changed) if changed else side


def _checked(
    what: str, values: object, column: Column, people: int, sizes: Mapping[str, int]
) -> NDArray[Any]:
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "biu":
        raise InvalidInput(f"{what} must be an array of whole numbers or of true and false.", rule="columns")
    width = sizes[column.axis] if column.axis else column.width
    shape = (people, width) if column.axis or column.width else (people,)
    if values.shape != shape:
        raise InvalidInput(f"{what} has the shape {values.shape}; it must be {shape}.", rule="columns")
    if column.kind is np.bool_ and values.dtype.kind != "b":
        raise InvalidInput(f"{what} must hold true and false, not numbers.", rule="columns")
    if column.kind is not np.bool_:
        _within(what, values, column.low, _highest(column, sizes))
    values = values if values.dtype == column.kind else values.astype(column.kind)
    values.setflags(write=False)
    return values


def _highest(column: Column, sizes: Mapping[str, int]) -> int:
    if isinstance(column.high, str):
        return sizes[column.high] - 1
    return column.high or 0


def _within(what: str, values: NDArray[Any], low: int, high: int) -> None:
    if values.dtype.kind == "b":
        raise InvalidInput(f"{what} must hold whole numbers, not true and false.", rule="columns")
    if not values.size or (int(values.min()) >= low and int(values.max()) <= high):
        return
    cell = tuple(int(place) for place in np.argwhere((values < low) | (values > high))[0])
    raise InvalidInput(
        f"{what} is {values[cell]} at {cell}; it must be from {low} to {high}.", rule="columns"
    )
