"""What reading one cell gives: a value, a problem, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, or the key of a problem with what may be meant. Neither means that the cell is blank.

    A cell that holds several things may give a value and `unread`, a problem for each thing that is not understood.
    """

    value: Any = None
    problem: str = ""
    suggestion: Any = None
    part: str = ""  # the piece of the cell that is not understood
    unread: tuple[Parsed, ...] = ()

    @property
    def problems(self) -> tuple[Parsed, ...]:
        return (self,) if self.problem else self.unread


NOTHING = Parsed()
