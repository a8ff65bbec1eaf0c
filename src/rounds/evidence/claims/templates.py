"""The eight claims that a program may test, as measurable statements; the sizes are the article's, none is a fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rounds.evidence.answers.sensitivity import (
    answers_needed,
    arm_needed,
    counts_needed,
    events_needed,
    pairs_needed,
)


class Alone(StrEnum):
    """Say what a card may end in without a balanced comparison."""

    SHARE = "share"  # inside, outside, across: needs none
    COMPATIBLE = "compatible"  # never supports
    CANNOT = "cannot"
    ALWAYS_COMPATIBLE = "always compatible"


@dataclass(frozen=True)
class Template:
    """Hold one claim: the claimed size and no effect on one scale, what counts as information, and how much is needed."""

    key: str
    name: str
    scale: str
    claimed: float
    no_effect: float
    unit: str
    alone: Alone
    needs: Callable[[float], int]


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        one.key: one
        for one in (
            Template(
                "C1",
                "unprepared at baseline",
                "share",
                0.68,
                0.68,
                "answers",
                Alone.SHARE,
                lambda p: answers_needed(p, 0.05),
            ),
            Template(
                "C2", "confidence", "standard deviations", 0.5, 0.0, "pairs", Alone.COMPATIBLE, pairs_needed
            ),
            Template(
                "C3",
                "quality projects submitted",
                "rate ratio",
                1.3,
                1.0,
                "submissions",
                Alone.COMPATIBLE,
                counts_needed,
            ),
            Template(
                "C4", "readiness", "standard deviations", 0.5, 0.0, "pairs", Alone.COMPATIBLE, pairs_needed
            ),
            Template(
                "C5", "promotion", "hazard ratio", 1.6, 1.0, "promotions", Alone.COMPATIBLE, events_needed
            ),
            Template(
                "C6",
                "staying ten years",
                "risk ratio",
                1.25,
                1.0,
                "people an arm",
                Alone.CANNOT,
                lambda ratio: arm_needed(0.6, 0.6 * ratio),
            ),
            Template(
                "C7",
                "committee seats begun",
                "rate ratio",
                1.4,
                1.0,
                "seats",
                Alone.COMPATIBLE,
                counts_needed,
            ),
            Template(
                "C8", "unit safety", "ratio", 1.15, 1.0, "months", Alone.ALWAYS_COMPATIBLE, lambda _: 24
            ),
        )
    }
)


def needed(key: str, claimed: float | None = None) -> int:
    """Return the information that a card needs to tell the claimed size from no effect (power 80%, two sides 5%)."""
    template = TEMPLATES[key]
    return template.needs(template.claimed if claimed is None else claimed)
