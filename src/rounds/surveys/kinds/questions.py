"""One question as a page asks it, in one language."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Question:
    """An item with the points of its scale. `text` has its names filled in; `missing` is the label of the press that leaves it out."""

    key: str
    kind: str
    text: str
    points: tuple[tuple[int, str], ...] = ()
    missing: str = ""
    low: int | None = None
    high: int | None = None
    seconds: int = 10
    show_if: dict[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[int, ...]:
        return tuple(code for code, _label in self.points)
