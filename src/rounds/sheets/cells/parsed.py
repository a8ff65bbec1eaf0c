"""What reading one cell gives: a value, a problem, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, or the key of a problem with what may be meant. Neither means that the cell is blank."""

    value: Any = None
    problem: str = ""
    suggestion: Any = None
    part: str = ""  # the piece of the cell that is not understood


NOTHING = Parsed()
