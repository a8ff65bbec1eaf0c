"""Reads published data sets: tables of counts and measurements beside this file, rows of people from elsewhere.

dyestuff Davies and Goldsmith 1972; insurance Baxter, Coutts and Ross 1980; nile Cobb 1978; seatbelts Harvey and Durbin
1986. Rows of people, however old and often printed, stay out of this repository: a Python of its own reads them from
the libraries that publish them (`people.py`), in `make test-all PART=foreign`. Expected values in the tests were
computed apart from this engine, in R 4.2 and other libraries.
"""

import csv
import json
import os
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest

OTHER = os.environ.get("ROUNDS_REFERENCE_PYTHON", "")
ABSENT = (
    "ROUNDS_REFERENCE_PYTHON names no Python with the libraries to compare with: not compared"
    " (make test-all PART=foreign makes one)"
)
needs_references = pytest.mark.skipif(not OTHER, reason=ABSENT)
HERE = Path(__file__).parent


@cache
def published(name: str) -> dict[str, np.ndarray]:
    """Return a data set's columns; an empty cell is NaN."""
    beside = HERE / f"{name}.csv"
    if not beside.exists():
        return _of_people()[name]
    with beside.open() as file:
        rows = list(csv.DictReader(file))
    return {column: _column([row[column] for row in rows]) for column in rows[0]}


def columns(name: str, *names: str) -> np.ndarray:
    """Return some columns side by side."""
    return np.column_stack([published(name)[one] for one in names])


@cache
def _of_people() -> dict[str, dict[str, np.ndarray]]:
    done = subprocess.run([OTHER, HERE / "people.py"], check=True, capture_output=True, text=True)
    return {
        name: {column: np.array(cells, dtype=float) for column, cells in table.items()}
        for name, table in json.loads(done.stdout).items()
    }


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)
