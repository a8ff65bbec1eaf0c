"""Scores of one person over several items. Pure; what is left out has a code below zero and is in no score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

SKIPPED = -97
# "does not apply", "not seen"
NOT_APPLICABLE = -98
NOT_ASKED = -99
MEAN, SUM, WEIGHTED = "mean", "sum", "weighted"


@dataclass(frozen=True)
class Formula:
    """How a score is made. `reversed_ends` holds lowest and highest code of each member that counts the other way."""

    kind: str
    members: tuple[str, ...]
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    reversed_ends: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def answers_needed(codes: Sequence[int]) -> int:
    """Return from how many answers on a score of these items is valid.

    Four fifths of the items that apply, rounded up; one of two items needs both, and one that applies in nothing is never valid.
    """
    if len(codes) <= 2:
        return len(codes)
    applicable = sum(code not in (NOT_APPLICABLE, NOT_ASKED) for code in codes)
    return max(1, -(-4 * applicable // 5))


def turned(code: int, ends: tuple[int, int]) -> int:
    """Return an answer counted from the other end; what is no answer stays."""
    return ends[0] + ends[1] - code if code >= 0 else code


def score_of(formula: Formula, answers: Mapping[str, int]) -> Fraction | None:
    """Return the score of one person, exactly; None where too little was answered.

    A sum is never filled up: one member left out, for whatever reason, and there is none.
    """
    codes = [answers.get(key, NOT_ASKED) for key in formula.members]
    given = {
        key: turned(code, formula.reversed_ends[key]) if key in formula.reversed_ends else code
        for key, code in zip(formula.members, codes, strict=True)
        if code >= 0
    }
    needed = len(codes) if formula.kind == SUM else answers_needed(codes)
    if not given or len(given) < needed:
        return None
    if formula.kind == SUM:
        return Fraction(sum(given.values()))
    weights = {
        key: formula.weights.get(key, Fraction(1)) if formula.kind == WEIGHTED else Fraction(1)
        for key in given
    }
    return sum((weights[key] * code for key, code in given.items()), Fraction(0)) / sum(weights.values())
