"""Writes out what the sheets of `more/` leave unsaid: a cell of a column that is taken means what it says.

`means` gives the value of each text of a column, `rows` what a row says otherwise (~ for nothing).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.grids import Grid, cell_at

NUMBERS = {"fte": float, "hours_per_month": float}
WHOLE = ("capacity", "demand", "outside_mentees", "pgy")


def rows_in_full(said: dict[str, Any], grid: Grid) -> dict[int, dict[str, Any]]:
    """Return the right value of each row and target."""
    header = max(said.get("header", {"rows": [1]})["rows"], default=0)
    nobody = set(said.get("no person", ()))
    rows = {}
    for row in range(header + 1, len(grid) + 1):
        if row in nobody or not any(text.strip() for text in grid[row - 1]):
            continue
        rows[row] = _row(said, grid, row)
    return rows


def _row(said: dict[str, Any], grid: Grid, row: int) -> dict[str, Any]:
    right: dict[str, Any] = {}
    differs = said.get("rows", {}).get(row, {})
    for letter, (_heading, _words, *target) in said["columns"].items():
        text = cell_at(grid, row, letter).strip()
        if target and text and target[0] not in differs:
            right |= _meaning(target[0], text, said.get("means", {}).get(letter), differs)
    right |= differs
    return {key: value for key, value in right.items() if value is not None}


def _meaning(target: str, text: str, means: dict[str, Any] | None, differs: dict[str, Any]) -> dict[str, Any]:
    if means is not None:
        return {target: means[text]}
    if target == "full_name":
        return (
            {}
            if "last_name" in differs
            else dict(zip(("first_name", "last_name"), text.split(), strict=True))
        )
    if target == "email":
        return {target: text.lower()}
    if target in WHOLE:
        return {target: int(text)}
    if target in NUMBERS:
        return {target: NUMBERS[target](text)}
    if target.endswith("_on"):
        return {target: _day(text)}
    return {target: text}


def _day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date() if "/" in text else date.fromisoformat(text)
