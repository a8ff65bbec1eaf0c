"""From the pairs of closed years to what they say about a program's criteria, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rounds.evidence import Result
from rounds.evidence.mentors.learning import (
    LEAST_COHORTS,
    LEAST_MENTORS,
    LEAST_PAIRS,
    Pairs,
    criteria_learned,
)
from rounds.insights.values.proposals import PairsOver

Told = dict[str, Any]


def learned(over: PairsOver, weights: Mapping[str, int]) -> tuple[str, Told, dict[str, int]]:
    """Return the digest of the pairs, what is told of them, and the weights to try."""
    pairs = sorted(over.pairs, key=lambda one: one.key)
    rows = [[one.shares.get(key, 0.0) for key in weights] for one in pairs]
    found = criteria_learned(
        Pairs(
            good=[one.good for one in pairs],
            score=_scores(rows, list(weights.values())),
            shares=rows,
            mentors=[one.mentor for one in pairs],
            cohorts=[one.cohort for one in pairs],
        ),
        weights,
    )
    tried = {key: round(found.numbers[f"try {key}"]) for key in weights if f"try {key}" in found.numbers}
    told: Told = {
        "pairs": len(pairs),
        "cohorts": len(over.cohorts),
        "mentors": len({one.mentor for one in pairs}),
        "least": [LEAST_PAIRS, LEAST_COHORTS, LEAST_MENTORS],
        "left": over.left,
        "without_run": over.without_run,
        "of": over.cohorts,
        "reason": next((one.code for one in found.warnings), ""),
        "lines": [] if found.is_refused else [_line(key, weights[key], found) for key in weights],
        "method": found.method,
        "version": found.version,
    }
    return found.input_digest, told, tried


def _scores(rows: Sequence[Sequence[float]], weights: Sequence[int]) -> list[float]:
    """Return the score of each pair by the present weights of the criteria, from 0 to 1."""
    whole = sum(weights) or 1
    return [sum(share * weight for share, weight in zip(row, weights, strict=True)) / whole for row in rows]


def _line(key: str, weight: int, found: Result) -> Told:
    """Return a criterion in points of a hundred agreed conversations; without figures where all pairs are alike."""
    one = found.estimates.get(key)
    spread = round(100 * found.numbers[f"spread {key}"])
    if one is None or one.low is None or one.high is None:
        return {"key": key, "weight": weight, "spread": spread}
    unit = 100 * found.numbers["unit"]
    points, low, high = (round(end * unit) for end in (one.value, one.low, one.high))
    return {"key": key, "weight": weight, "spread": spread, "points": points, "low": low, "high": high}
