"""What callers give, as arrays: read once, of one length, without holes; and the digest that names them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from rounds.evidence.errors import InvalidInput

Floats = NDArray[Any]  # of numbers with a point; NumPy types them by platform
Wholes = NDArray[Any]


def floats(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers in a row, or say what stands between them."""
    try:
        row = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"{name} must be numbers.") from error
    if row.ndim != 1:
        raise InvalidInput(f"{name} must be one row of numbers.")
    if not np.isfinite(row).all():
        raise InvalidInput(f"{name} must be numbers without holes: leave out whoever has none.")
    return row


def flags(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """Return a row of yes and no."""
    row = floats(name, values)
    if not np.isin(row, (0.0, 1.0)).all():
        raise InvalidInput(f"{name} must be yes or no, 1 or 0.")
    return row.astype(bool)


def codes(name: str, values: ArrayLike) -> Wholes:
    """Return labels of any kind as whole numbers from 0, in the order of the sorted labels."""
    row = np.asarray(values)
    if row.ndim != 1:
        raise InvalidInput(f"{name} must be one row of labels.")
    return np.unique(row, return_inverse=True)[1].astype(np.int64).reshape(-1)


def table(name: str, values: ArrayLike, rows: int) -> Floats:
    """Return columns of finite numbers with as many rows as people."""
    block = np.asarray(values, dtype=np.float64)
    block = block[:, None] if block.ndim == 1 else block
    if block.ndim != 2 or len(block) != rows:
        raise InvalidInput(f"{name} must have one row for each person.")
    if not np.isfinite(block).all():
        raise InvalidInput(f"{name} must be numbers without holes.")
    return block


def same_length(**rows: Sequence[Any] | NDArray[Any]) -> None:
    """Refuse rows of different length, by their names."""
    if len({len(row) for row in rows.values()}) > 1:
        said = ", ".join(f"{name} {len(row)}" for name, row in rows.items())
        raise InvalidInput(f"These must be of one length: {said}.")


def digest(question: str, *inputs: Any) -> str:
    """Return a digest of a question and everything it was given, the same on every machine."""
    found = hashlib.sha256(question.encode())
    for one in inputs:
        if one is None or isinstance(one, str | bool | int):
            found.update(f"|{one!r}".encode())
        elif isinstance(one, float):
            found.update(f"|{one.hex()}".encode())
        else:
            row = np.asarray(one)
            kind = row.astype("<f8") if row.dtype.kind in "fiub" else row.astype(str)
            found.update(f"|{row.shape}".encode())
            found.update(kind.tobytes() if kind.dtype.kind == "f" else "\x1f".join(kind.ravel()).encode())
    return found.hexdigest()


def normal_quantile(level: float) -> float:
    """Return how many standard errors an interval of this level reaches to each side."""
    if not 0 < level < 1:
        raise InvalidInput("level must lie between 0 and 1.")
    return float(stats.norm.ppf(0.5 + level / 2))
