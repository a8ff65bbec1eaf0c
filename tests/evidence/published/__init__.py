"""Reads the published data sets beside this file: columns of numbers from print, with the place they come from.

aml Miller 1981; remission Freireich 1963; rossi Rossi, Berk and Lenihan 1980; jasa, heart Crowley and Hu 1977;
mgus2 Kyle 2002; channing Hyde 1980; lalonde LaLonde 1986, Dehejia and Wahba 1999; insurance Baxter, Coutts and Ross
1980; dyestuff Davies and Goldsmith 1972; nile Cobb 1978; seatbelts Harvey and Durbin 1986. Expected values in the
tests were computed apart from this engine, in R 4.2 and other libraries.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np


@cache
def published(name: str) -> dict[str, np.ndarray]:
    """Return a data set's columns; an empty cell is NaN."""
    with (Path(__file__).parent / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {column: _column([row[column] for row in rows]) for column in rows[0]}


def columns(name: str, *names: str) -> np.ndarray:
    """Return some columns side by side."""
    return np.column_stack([published(name)[one] for one in names])


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)
