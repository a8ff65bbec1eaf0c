"""A result of the engine as plain JSON, its numbers rounded as they are printed at most."""

from __future__ import annotations

from typing import Any

from rounds.evidence import Estimate, Result

Told = dict[str, Any]
DIGITS = 6


def told(result: Result) -> Told:
    """Return what is stored of a result: estimates, or the reason why there are none."""
    plain: Told = {
        "n": result.n,
        "events": result.events,
        "method": result.method,
        "engine": result.version,
        "input_digest": result.input_digest,
        "cautions": [one.words for one in result.warnings if not one.refuses],
    }
    if result.is_refused:
        return {**plain, "hidden": result.reason}
    return {**plain, "estimates": {name: _estimate(one) for name, one in sorted(result.estimates.items())}}


def _estimate(one: Estimate) -> list[float | None]:
    return [rounded(one.value), rounded(one.low), rounded(one.high)]


def rounded(value: float | None) -> float | None:
    """Return a number with as many digits as are kept."""
    return None if value is None else round(float(value), DIGITS)
