"""What every question is answered with: estimates, or the reason why there are none. Never an exception, never NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

VERSION = "1"  # of the computations: a change of any figure raises it
FEW_EVENTS = 10  # a figure from fewer is said to be imprecise


@dataclass(frozen=True)
class Estimate:
    """Hold one value with its interval; a bound that doesn't exist is None."""

    value: float
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    scale: str = ""
    se: float | None = None

    @property
    def width(self) -> float | None:
        """Return the width of the interval, None where a side is open."""
        return None if self.low is None or self.high is None else self.high - self.low


@dataclass(frozen=True)
class Missing:
    """Say who could have been seen, who was, and why the others weren't."""

    eligible: int = 0
    invited: int = 0
    observed: int = 0
    lost: int = 0
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def response(self) -> float | None:
        """Return the share of the invited who were observed."""
        return self.observed / self.invited if self.invited else None


@dataclass(frozen=True)
class Caution:
    """Name what weakens a figure; one that refuses has taken the estimates away."""

    code: str
    words: str
    refuses: bool = False


def few_events(events: int) -> tuple[Caution, ...]:
    """Return the caution that a figure from so few events is imprecise; none from enough."""
    return (Caution("imprecise", f"Imprecise: {events} events."),) if events < FEW_EVENTS else ()


@dataclass(frozen=True)
class Step:
    """Hold one line of a curve: the value from `time` on, and who was still followed just before it."""

    time: float
    value: float
    low: float | None
    high: float | None
    se: float | None
    at_risk: int
    events: int
    censored: int


@dataclass(frozen=True)
class Result:
    """Answer one question: what was asked, what was found, on how many, how, and what is to be said beside it."""

    question: str
    method: str
    input_digest: str
    estimates: Mapping[str, Estimate] = field(default_factory=lambda: MappingProxyType({}))
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    curve: tuple[Step, ...] = ()
    n: int = 0
    events: int = 0
    person_years: float | None = None
    missing: Missing | None = None
    warnings: tuple[Caution, ...] = ()
    version: str = VERSION
    seed: int | None = None

    @property
    def is_refused(self) -> bool:
        """Tell whether the data could not carry an answer."""
        return any(one.refuses for one in self.warnings)

    @property
    def reason(self) -> str:
        """Return the sentence that says why there is no estimate, empty where there is one."""
        return next((one.words for one in self.warnings if one.refuses), "")

    def __getitem__(self, name: str) -> Estimate:
        """Return an estimate by its name."""
        return self.estimates[name]


NOT_FINITE = Caution(
    "not_finite", "The figures don't determine an answer: there are too few, or all are alike.", refuses=True
)


def answer(
    question: str,
    method: str,
    digest: str,
    *,
    estimates: Mapping[str, Estimate] | None = None,
    numbers: Mapping[str, float] | None = None,
    curve: tuple[Step, ...] = (),
    n: int = 0,
    events: int = 0,
    person_years: float | None = None,
    missing: Missing | None = None,
    warnings: tuple[Caution, ...] = (),
    seed: int | None = None,
) -> Result:
    """Return a result; what is not a number becomes a refusal, and a bound without end becomes None."""
    cleaned = {name: _clean(one) for name, one in (estimates or {}).items()}
    if any(one is None for one in cleaned.values()) and not any(one.refuses for one in warnings):
        warnings = (*warnings, NOT_FINITE)
    refused = any(one.refuses for one in warnings)
    kept = {name: one for name, one in cleaned.items() if one is not None and not refused}
    said = {name: float(one) for name, one in (numbers or {}).items() if math.isfinite(one) and not refused}
    return Result(
        question,
        method,
        digest,
        MappingProxyType(kept),
        MappingProxyType(said),
        () if refused else curve,
        int(n),
        int(events),
        None if person_years is None else float(person_years),
        missing,
        tuple(warnings),
        seed=seed,
    )


def refusal(
    question: str, method: str, digest: str, code: str, words: str, *, n: int = 0, events: int = 0
) -> Result:
    """Return a result without estimates that says why."""
    return answer(
        question, method, digest, n=n, events=events, warnings=(Caution(code, words, refuses=True),)
    )


def _clean(one: Estimate) -> Estimate | None:
    if not math.isfinite(one.value):
        return None
    low, high, se = (
        None if bound is None or not math.isfinite(bound) else float(bound)
        for bound in (one.low, one.high, one.se)
    )
    return Estimate(float(one.value), low, high, one.level, one.scale, se)
