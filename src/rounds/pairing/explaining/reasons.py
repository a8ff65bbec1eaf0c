"""What is said of a pair, a person or a change: plain frozen records, scores in micro-points."""

from __future__ import annotations

from dataclasses import dataclass

from rounds.pairing.scoring.contributions import Contribution


@dataclass(frozen=True)
class Loss:
    """What something costs the whole run: mentees left without a mentor, then micro-points."""

    people: int
    micro: int


@dataclass(frozen=True)
class RunnerUp:
    """The next best mentor by score: `behind` micro-points (below 0: scores more), and by criterion (key, micro)."""

    mentor: str
    behind: int
    by_criterion: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PairReasons:
    """Why a pair scores as it does; the contributions' micro-points add up to `score`."""

    mentee: str
    mentor: str
    score: int
    contributions: tuple[Contribution, ...]
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    notes: tuple[str, ...]
    runner_up: RunnerUp | None


@dataclass(frozen=True)
class NotChosen:
    """Why a pair was not chosen. `rules` keys of hard rules (empty: it could have been made); `public` the same
    in words for everybody; `short` what the run would lose at least if it were forced."""

    mentee: str
    mentor: str
    score: int
    rules: tuple[str, ...]
    public: tuple[str, ...]
    short: Loss | None


@dataclass(frozen=True)
class Unmatched:
    """Why somebody has no mentor: `reason` a key ("rules", "capacity", "minimum", "count"), in words, and the nearest fix."""

    mentee: str
    reason: str
    words: str
    fix: str


@dataclass(frozen=True)
class Alternative:
    """A possible partner, best first; `score` of the pair in micro-points."""

    person: str
    score: int
    chosen: bool
