"""One look, one of four sentences: cannot test yet, compatible with both, supports, contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from rounds.evidence.answers.changes import PLAIN_FROM, READ_FROM
from rounds.evidence.claims.templates import Alone
from rounds.evidence.results import Result

MOST_NAMED = 3


class Sentence(StrEnum):
    """Name what a card says."""

    CANNOT = "cannot test yet"
    COMPATIBLE = "compatible with both"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    INSIDE = "inside"
    OUTSIDE = "outside"
    ACROSS = "across"


@dataclass(frozen=True)
class Locked:
    """Hold what was fixed before anybody looked, on one scale of ratios or of differences."""

    claimed: float
    no_effect: float
    needed: int
    unit: str
    alone: Alone = Alone.COMPATIBLE
    smallest: float | None = None
    has_comparator: bool = True
    margin: float = 0.05  # of a claimed share, to each side


@dataclass(frozen=True)
class Analysis:
    """Hold one locked analysis; raw ones are shown and decide nothing. `has_band`: it bears those without an answer."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    is_adjusted: bool = True
    reason: str = ""
    has_band: bool = False

    @classmethod
    def of(cls, name: str, result: Result, estimate: str, *, is_adjusted: bool = True) -> Analysis:
        """Take an analysis from a result, refused where the result is."""
        one = result.estimates.get(estimate)
        if one is None:
            return cls(name, None, None, None, is_adjusted, result.reason)
        band = any(said.code == "mirror_band" for said in result.warnings)
        return cls(name, one.value, one.low, one.high, is_adjusted, has_band=band)


@dataclass(frozen=True)
class Verdict:
    """Hold the sentence, its words, the interval that decided, and what stands beside it."""

    sentence: Sentence
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    notes: tuple[str, ...] = ()


def judge(card: Locked, have: int, analyses: Sequence[Analysis], *, response: float | None = None) -> Verdict:
    """Return what the one look says: what every locked adjusted analysis says together, the raw one never.

    `low` and `high` reach over all of them; the words name the intervals that analyses gave, never one that none gave.
    """
    speaking = [one for one in analyses if one.is_adjusted and one.value is not None]
    refused = [one for one in analyses if one.is_adjusted and one.value is None]
    blocked = _blocked(card, have, speaking, response)
    if blocked:
        return Verdict(Sentence.CANNOT, f"Cannot test yet: {blocked}", notes=_refusals(refused))
    value = speaking[0].value
    low = min(-inf if one.low is None else one.low for one in speaking)
    high = max(inf if one.high is None else one.high for one in speaking)
    if card.alone is Alone.SHARE:
        sentence, words = _of_share(card, low, high)
    else:
        sentence, words = _of_effect(card, low, high)
    notes = (*_smallest(card, low, high), *_refusals(refused))
    if refused:
        notes = (*notes, "Defensible adjustments disagree.")
    said = f"{words[0]}: {_intervals(speaking)}{words[1]}"
    return Verdict(sentence, said, value, low, high, notes)


def _blocked(card: Locked, have: int, speaking: Sequence[Analysis], response: float | None) -> str:
    if have < card.needed:
        return f"{have} of {card.needed} {card.unit}."
    if card.alone is Alone.CANNOT and not card.has_comparator:
        return "nobody can be compared."
    if response is not None and response < READ_FROM:
        return f"{response:.0%} answered; {READ_FROM:.0%} are needed."
    if not speaking:
        return "no locked analysis could be made."
    if response is not None and response < PLAIN_FROM and not all(one.has_band for one in speaking):
        return f"{response:.0%} answered, and an analysis doesn't bear those who didn't."
    return ""


def _of_share(card: Locked, low: float, high: float) -> tuple[Sentence, tuple[str, str]]:
    first, last = card.claimed - card.margin, card.claimed + card.margin
    around = f"; claimed is {_number(card.claimed)}, give or take {_number(card.margin)}."
    if first <= low and high <= last:
        return Sentence.INSIDE, ("Inside", around)
    if high < first or low > last:
        return Sentence.OUTSIDE, ("Outside", around)
    return Sentence.ACROSS, ("Across", around)


def _of_effect(card: Locked, low: float, high: float) -> tuple[Sentence, tuple[str, str]]:
    both = ("Compatible with both the claim and no effect", ".")
    if card.alone is Alone.ALWAYS_COMPATIBLE:
        return Sentence.COMPATIBLE, both
    rises = card.claimed > card.no_effect
    under = high < card.claimed if rises else low > card.claimed
    beyond = low > card.no_effect if rises else high < card.no_effect
    opposite = high < card.no_effect if rises else low > card.no_effect
    if under:
        more = "" if opposite else "; a smaller effect remains possible"
        return Sentence.CONTRADICTS, ("Contradicts", f"; the claimed size lies outside{more}.")
    if beyond and card.has_comparator:
        inside = low <= card.claimed <= high
        where = "the claimed size lies inside" if inside else "all of the interval lies past the claimed size"
        return Sentence.SUPPORTS, ("Supports", f"; {where}, no effect outside.")
    if beyond:
        return Sentence.COMPATIBLE, (both[0], "; without a comparison it can't say more.")
    return Sentence.COMPATIBLE, both


def _smallest(card: Locked, low: float, high: float) -> tuple[str, ...]:
    if card.smallest is None:
        return ()
    rises = card.claimed > card.no_effect
    excluded = high < card.smallest if rises else low > card.smallest
    return (
        f"Smallest effect that matters, {_number(card.smallest)}: {'excluded' if excluded else 'not excluded'}.",
    )


def _intervals(speaking: Sequence[Analysis]) -> str:
    """Return the intervals in words: each by the name of its analysis; of many the widest."""
    if len(speaking) == 1:
        return _interval(speaking[0])
    if len(speaking) <= MOST_NAMED:
        return "; ".join(f"{_interval(one)} {one.name}" for one in speaking)
    widest = max(speaking, key=_width)
    return f"{_interval(widest)} in the widest of its {len(speaking)} analyses"


def _interval(one: Analysis) -> str:
    return f"{_number(one.value)} ({_number(one.low)} to {_number(one.high)})"


def _width(one: Analysis) -> float:
    return (inf if one.high is None else one.high) - (-inf if one.low is None else one.low)


def _refusals(refused: Sequence[Analysis]) -> tuple[str, ...]:
    return tuple(f"{one.name}, refused: {one.reason}" for one in refused)


def _number(value: float | None) -> str:
    if value is None or value in (inf, -inf):
        return "without limit"
    return f"{value:,.0f}".replace("-", "−") if abs(value) >= 100 else f"{value:.2f}".replace("-", "−")
