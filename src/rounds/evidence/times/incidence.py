"""Competing ways out: the share who have risen while others left. One minus Kaplan-Meier is never printed for these."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from rounds.evidence.arrays import Floats, codes, digest, normal_quantile
from rounds.evidence.results import Estimate, Result, answer, refusal
from rounds.evidence.times.risk import Counts, Spells, counted
from rounds.evidence.times.stepped import LEAST_AT_RISK, Curve


def incidence(
    until: ArrayLike,
    kind: ArrayLike,
    *,
    cause: int = 1,
    entry: ArrayLike | None = None,
    at: Sequence[float] = (),
    level: float = 0.95,
    least: int = LEAST_AT_RISK,
) -> Result:
    """Return the share to whom `cause` has happened by each time, others leaving by other ways (Aalen and Johansen 1978).

    Error: Greenwood's, by the delta method (Marubini and Valsecchi 1995); interval: complementary log-log.
    """
    spells = Spells.of(until, kind, entry=entry)
    named = digest("incidence", spells.entry, spells.until, spells.kind, cause, list(at), level, least)
    events = int((spells.kind == cause).sum())
    curve = Curve("incidence", "Aalen-Johansen", named, spells, events, "share", 0.0, level)
    if why_not := curve.refused(least):
        return why_not
    here = counted(spells, int(max(spells.kind.max(), cause)))
    value, se = aalen_johansen(here, cause)
    bounds = _intervals(value, se, normal_quantile(level))
    return curve.told(here, seen=here.events[cause], points=(value, se), bounds=bounds, at=at)


def incidence_difference(
    until: ArrayLike,
    kind: ArrayLike,
    group: ArrayLike,
    at: float,
    *,
    cause: int = 1,
    entry: ArrayLike | None = None,
    level: float = 0.95,
) -> Result:
    """Return how much larger the share is in the second group than in the first at one time."""
    arm = codes("group", group)
    out, what = np.asarray(until), np.asarray(kind)
    went_in = None if entry is None else np.asarray(entry)
    named = digest("incidence_difference", out, what, arm, went_in, float(at), cause, level)
    method = "difference of Aalen-Johansen"
    if len(arm) == 0 or arm.max() != 1:
        return refusal(
            "incidence_difference", method, named, "one_arm", "A difference needs two groups.", n=len(arm)
        )
    first, second = (
        incidence(
            out[arm == k],
            what[arm == k],
            cause=cause,
            at=(at,),
            level=level,
            entry=None if went_in is None else went_in[arm == k],
        )
        for k in (0, 1)
    )
    name = f"at {at:g}"
    for one in (first, second):
        if name not in one.estimates:
            words = one.reason or f"Nobody was followed to {at:g} in one group: not yet knowable."
            return refusal("incidence_difference", method, named, "beyond", words, n=len(arm))
    value = second[name].value - first[name].value
    se = math.hypot(first[name].se or 0.0, second[name].se or 0.0)
    reach = normal_quantile(level) * se
    return answer(
        "incidence_difference",
        method,
        named,
        n=len(arm),
        events=first.events + second.events,
        estimates={
            "difference": Estimate(value, value - reach, value + reach, level, "difference of shares", se)
        },
    )


def aalen_johansen(here: Counts, cause: int) -> tuple[Floats, Floats]:
    """Return the share and its error at each time."""
    risk, all_events = here.at_risk, here.events[1:].sum(axis=0)
    staying = np.concatenate([[1.0], np.cumprod(1 - all_events / risk)[:-1]])  # just before each time
    own = here.events[cause]
    value = np.cumsum(staying * own / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.where(risk > all_events, all_events / (risk * (risk - all_events)), 0.0)
    b = staying * own / risk**2
    c = staying**2 * own * (risk - own) / risk**3
    sums = [np.cumsum(one) for one in (a, value * a, value**2 * a, b, value * b, c)]
    variance = (
        value**2 * sums[0] - 2 * value * sums[1] + sums[2] + sums[5] - 2 * value * sums[3] + 2 * sums[4]
    )
    return value, np.sqrt(np.maximum(variance, 0.0))


def _intervals(value: Floats, se: Floats, z: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for v, s in zip(value, se, strict=True):
        if v <= 0:
            found.append((0.0, 0.0))
        elif v >= 1:
            found.append((math.nan, math.nan))
        else:
            reach = z * s / ((1 - v) * -math.log(1 - v))
            low, high = (1 - (1 - v) ** math.exp(side * reach) for side in (-1, 1))
            found.append((float(low), float(high)))
    return found
