"""Pictures: what is to be seen, as frozen numbers and words. What was hidden is here as a reason, never as a number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Hold the finding, the sentence with interval and n, and the line on date, method and version."""

    title: str
    sentence: str
    note: str = ""


@dataclass(frozen=True)
class Hidden:
    """Hold a row that isn't shown, and why."""

    label: str
    reason: str


@dataclass(frozen=True)
class Between:
    """Hold a value and its interval, as they are printed too."""

    value: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Stage:
    """Hold one stage of a flow: how many reached it, and the share in words where it may be told."""

    label: str
    n: int
    share: str = ""


@dataclass(frozen=True)
class Flow:
    """Draw how many went on, stage by stage, and how many were lost between."""

    words: Words
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class ContactRow:
    """Hold what was held of what was agreed."""

    label: str
    held: int
    agreed: int
    words: str = ""


@dataclass(frozen=True)
class Contact:
    """Draw conversations held against those agreed, row by row."""

    words: Words
    rows: tuple[ContactRow | Hidden, ...]
    unit: str = "conversations"
    # what the two columns of the table are called
    heads: tuple[str, str] = ("Held", "Agreed")


@dataclass(frozen=True)
class Point:
    """Hold one step of a curve, in shares of one."""

    time: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Tally:
    """Hold what stands under one tick: still followed, what happened until then, and who could be followed no longer.

    `rivals` left in the way that competes with what is drawn; `later` are those who enter after this time.
    """

    time: float
    at_risk: int
    events: int
    censored: int
    rivals: int = 0
    later: int = 0


@dataclass(frozen=True)
class Curve:
    """Hold one group: its steps, as far as enough people are at risk, and its tally under each tick."""

    label: str
    points: tuple[Point, ...]
    tallies: tuple[Tally, ...]


@dataclass(frozen=True)
class Curves:
    """Draw shares over time with their bands, and under them who was still followed; `rivals` names what competes."""

    words: Words
    curves: tuple[Curve, ...]
    unit: str
    events: str
    until: float
    rivals: str = ""

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Return the name and the field of each count that stands under a tick: together they are all of the group."""
        enter_late = any(tally.later for one in self.curves for tally in one.tallies)
        return (
            *((("enter later", "later"),) if enter_late else ()),
            ("at risk", "at_risk"),
            (self.events, "events"),
            *(((self.rivals, "rivals"),) if self.rivals else ()),
            ("censored", "censored"),
        )


@dataclass(frozen=True)
class ChangeRow:
    """Hold one group: its mean before and after, and the mean change with its interval."""

    label: str
    n: int
    before: float
    after: float
    change: Between


@dataclass(frozen=True)
class Change:
    """Draw where people stood before and after, and beside it how sure the change is."""

    words: Words
    rows: tuple[ChangeRow | Hidden, ...]
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class ForestRow:
    """Hold one estimate; one that decides nothing is drawn hollow, below a rule."""

    label: str
    found: Between
    decides: bool = True


@dataclass(frozen=True)
class Forest:
    """Draw estimates with their intervals on one scale, a line for no effect and one for what was claimed."""

    words: Words
    rows: tuple[ForestRow | Hidden, ...]
    ticks: tuple[float, ...]
    no_effect: float
    unit: str
    is_ratio: bool = False
    no_effect_words: str = "no effect"
    claimed: float | None = None
    claimed_words: str = ""
    shaded: tuple[float, float] | None = None


@dataclass(frozen=True)
class AroundRow:
    """Hold what one says of oneself, a sole supervisor and all others say, with their interval and the means of groups."""

    label: str
    own: float | None
    over: float | None
    others: float
    low: float
    high: float
    groups: tuple[float | None, ...]
    n: int
    words: str
    counts: bool = False


@dataclass(frozen=True)
class Around:
    """Draw oneself as a ring, a supervisor as a diamond, all others as a dot on their interval, groups as small dots."""

    words: Words
    rows: tuple[AroundRow | Hidden, ...]
    # what the points of the scale are called, lowest first; and who the small dots are, above the line and below in turn
    points: tuple[str, ...]
    groups: tuple[str, ...] = ()
    # what the ring is called
    own: str = "you"


@dataclass(frozen=True)
class FunnelColumn:
    """Hold how many groups of one size lie where, and the two fields in which chance alone would keep their means.

    `counts`: below both fields, low in the pale one, in the dark one, high in the pale one, above both.
    """

    n: int
    counts: tuple[int, int, int, int, int]
    wide: tuple[float, float]
    wider: tuple[float, float]


@dataclass(frozen=True)
class Funnel:
    """Draw how many groups lie where chance alone would keep them, by how many answers they are of: no mean, no name."""

    words: Words
    columns: tuple[FunnelColumn, ...]
    middle: float
    unit: str


@dataclass(frozen=True)
class Run:
    """Hold one unit's months: a value each, None where one is missing, their median, what was noted, and the verdict."""

    label: str
    unit: str
    months: tuple[str, ...]
    values: tuple[float | None, ...]
    median: float
    verdict: str
    longest: str
    crossings: str
    notes: tuple[tuple[int, str], ...] = ()
    shifted: bool = False


@dataclass(frozen=True)
class Runs:
    """Draw series of months, small and side by side, each on a scale of its own with its median."""

    words: Words
    runs: tuple[Run, ...]


Picture = Flow | Contact | Curves | Change | Forest | Around | Funnel | Runs
