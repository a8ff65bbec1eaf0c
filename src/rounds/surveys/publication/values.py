"""What goes into the door and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

# no step in which a number is told is wider, but for a hair of floats
COARSEST = 1.0 + 1e-6


def is_told(low: float, high: float) -> bool:
    """Tell whether limits say anything: those further apart than the coarsest step are the ends of what can be."""
    return high - low <= COARSEST


class Statistic(StrEnum):
    """What is said of a measure in a group."""

    MEAN = "mean"
    # the later wave less the earlier, over those who answered both
    CHANGE = "change"
    # how far people lie apart: the standard deviation
    SPREAD = "spread"
    # alpha of a score, and how each item goes with the rest of it
    RELIABILITY = "reliability"
    # shares of a lower, a middle and an upper band
    BANDS = "bands"
    # how subjects differ: the mean squares between them and within what different people say of one
    COMPONENTS = "components"
    # two means, two mean squares and the mean product of two waves, over those who answered both
    MOMENTS = "moments"


@dataclass(frozen=True)
class Whole:
    """Everybody who answered."""


@dataclass(frozen=True)
class Cut:
    """Those in one category of a cut declared before the wave opened; `category` as merged at release."""

    name: str
    category: str


@dataclass(frozen=True)
class Subject:
    """Those who answered about one subject, in whole blocks."""

    key: str


Group = Whole | Cut | Subject


@dataclass(frozen=True)
class Ask:
    """One question to the door. `measure` names an item or a score; `waves` stand in their order in time."""

    measure: str
    statistic: Statistic
    waves: tuple[str, ...]
    group: Group = field(default_factory=Whole)


@dataclass(frozen=True)
class Figure:
    """What may be shown: the number of people, and for each part of the statistic the limits between which it lies."""

    ask: Ask
    people: int
    limits: Mapping[str, tuple[float, float]]

    def told(self, part: str = "mean") -> float:
        """Return the middle of the limits: what a page prints when neither end is the end of the scale."""
        low, high = self.limits[part]
        return round((low + high) / 2, 2)

    def is_told(self, part: str = "mean") -> bool:
        """Tell whether anything is told of a part."""
        low, high = self.limits[part]
        return is_told(low, high)


@dataclass(frozen=True)
class Hidden:
    """A refusal: the same for every reason."""

    words: str = "Hidden to protect a small group"


HIDDEN = Hidden()


@dataclass(frozen=True)
class Wave:
    """The answers of one closed wave: a row a person, a column an item, a negative code where there is no answer.

    Items that count the other way are turned before they come here. `subjects` says about whom each row speaks, where it speaks of somebody.
    """

    key: str
    people: tuple[str, ...]
    items: tuple[str, ...]
    answers: np.ndarray
    low: int = 1
    high: int = 5
    scores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    # a score counts from half its items, as in feedback from all around; otherwise from four fifths of those that apply
    is_half_enough: bool = False

    def __post_init__(self) -> None:
        """Refuse a table that contradicts itself."""
        if self.answers.shape != (len(self.people), len(self.items)):
            raise ValueError(
                f"Wave {self.key}: {self.answers.shape} answers for {len(self.people)} people, {len(self.items)} items"
            )
        if len(set(self.people)) != len(self.people):
            raise ValueError(f"Wave {self.key}: somebody has two rows")
        given = self.answers[self.answers >= 0]
        if given.size and not (self.low <= given.min() and given.max() <= self.high):
            raise ValueError(f"Wave {self.key}: an answer is outside {self.low} to {self.high}")
        for name, categories in {**self.cuts, "subjects": self.subjects or self.people}.items():
            if len(categories) != len(self.people):
                raise ValueError(
                    f"Wave {self.key}: {name} has {len(categories)} entries for {len(self.people)} people"
                )
        for name, members in self.scores.items():
            if missing := set(members) - set(self.items):
                raise ValueError(f"Wave {self.key}: score {name} has no item {', '.join(sorted(missing))}")

    def members(self, measure: str) -> tuple[str, ...]:
        """Return the items of a score, or the item itself."""
        if measure in self.scores:
            return self.scores[measure]
        if measure not in self.items:
            raise KeyError(f"Wave {self.key} has no measure {measure}")
        return (measure,)
