"""One way out: the share still there, two curves compared, and the mean time within a horizon."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from rounds.evidence.arrays import Floats, codes, digest, normal_quantile
from rounds.evidence.results import Estimate, Result, answer, refusal
from rounds.evidence.times.risk import Counts, Spells, counted, thin_from
from rounds.evidence.times.stepped import LEAST_AT_RISK, Curve


def survival(
    until: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    at: Sequence[float] = (),
    since: float = 0.0,
    level: float = 0.95,
    least: int = LEAST_AT_RISK,
) -> Result:
    """Return the share still there (Kaplan and Meier 1958), with Greenwood's error and a log-log band.

    People may enter late. `since` begins the curve among those who are still there then; a curve whose first events
    meet fewer than `least` people is refused, with the time from which it could begin.
    """
    spells = Spells.of(until, np.asarray(event) != 0, entry=entry).since(since)
    named = digest("survival", spells.entry, spells.until, spells.kind, list(at), since, level, least)
    events = int((spells.kind > 0).sum())
    curve = Curve("survival", "Kaplan-Meier", named, spells, events, "share still there", 1.0, level)
    if why_not := curve.refused(least):
        return why_not
    here = counted(spells)
    value, se = kaplan_meier(here)
    bounds = zip(*_log_log(value, se, normal_quantile(level)), strict=True)
    return curve.told(here, seen=here.events[1], points=(value, se), bounds=bounds, at=at)


def logrank(
    until: ArrayLike, event: ArrayLike, group: ArrayLike, *, entry: ArrayLike | None = None
) -> Result:
    """Return the test that curves are alike (Mantel 1966), for two groups and more."""
    spells = Spells.of(until, np.asarray(event) != 0, entry=entry, group=group)
    named = digest("logrank", spells.entry, spells.until, spells.kind, spells.group)
    n, events = len(spells), int((spells.kind > 0).sum())
    arms = int(spells.group.max()) + 1 if n else 0
    if arms < 2 or events == 0:
        words = "A comparison needs two groups and at least one event."
        return refusal("logrank", "log-rank", named, "one_arm", words, n=n, events=events)
    _, risk, seen = by_group(spells, arms)
    total, deaths = risk.sum(axis=0), seen.sum(axis=0)
    share = risk / total
    gap = (seen - share * deaths).sum(axis=1)[:-1]
    shrink = deaths * (total - deaths) / np.maximum(total - 1, 1)
    spread = np.diag((share * shrink).sum(axis=1)) - (share * shrink) @ share.T
    chi2 = float(gap @ np.linalg.pinv(spread[:-1, :-1]) @ gap)
    numbers = {"chi2": chi2, "df": arms - 1, "p": float(stats.chi2.sf(chi2, arms - 1))}
    return answer("logrank", "log-rank", named, numbers=numbers, n=n, events=events)


def rmst(
    until: ArrayLike, event: ArrayLike, tau: float, *, entry: ArrayLike | None = None, level: float = 0.95
) -> Result:
    """Return the mean time there within `tau`, the area under the curve (Irwin 1949; error: Klein and Moeschberger 2003)."""
    spells = Spells.of(until, np.asarray(event) != 0, entry=entry)
    named = digest("rmst", spells.entry, spells.until, spells.kind, float(tau), level)
    n, events = len(spells), int((spells.kind > 0).sum())
    if n == 0 or tau <= 0 or tau > spells.until.max():
        words = "Nobody was followed for so long: not yet knowable."
        return refusal("rmst", "area under Kaplan-Meier", named, "beyond", words, n=n, events=events)
    if thin_from(spells, LEAST_AT_RISK) is not None:
        words = f"The first events met fewer than {LEAST_AT_RISK} people."
        return refusal("rmst", "area under Kaplan-Meier", named, "thin_start", words, n=n, events=events)
    area, se = _area(counted(spells), tau)
    reach = normal_quantile(level) * se
    one = Estimate(area, area - reach, area + reach, level, "time", se)
    return answer(
        "rmst",
        "area under Kaplan-Meier",
        named,
        n=n,
        events=events,
        estimates={"mean": one},
        person_years=spells.followed,
    )


def rmst_difference(
    until: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    tau: float,
    *,
    entry: ArrayLike | None = None,
    level: float = 0.95,
) -> Result:
    """Return how much longer the second group stays within `tau` than the first."""
    arm = codes("group", group)
    named = digest("rmst_difference", until, event, arm, entry, float(tau), level)
    if len(arm) == 0 or arm.max() != 1:
        words = "A difference needs two groups."
        return refusal("rmst_difference", "areas under Kaplan-Meier", named, "one_arm", words, n=len(arm))
    out, what = np.asarray(until), np.asarray(event)
    went_in = None if entry is None else np.asarray(entry)
    first, second = (
        rmst(
            out[arm == k],
            what[arm == k],
            tau,
            entry=None if went_in is None else went_in[arm == k],
            level=level,
        )
        for k in (0, 1)
    )
    for one in (first, second):
        if one.is_refused:
            return refusal("rmst_difference", one.method, named, one.warnings[0].code, one.reason, n=len(arm))
    value = second["mean"].value - first["mean"].value
    se = math.hypot(first["mean"].se or 0, second["mean"].se or 0)
    reach = normal_quantile(level) * se
    return answer(
        "rmst_difference",
        "areas under Kaplan-Meier",
        named,
        n=len(arm),
        events=first.events + second.events,
        estimates={"difference": Estimate(value, value - reach, value + reach, level, "time", se)},
    )


def by_group(spells: Spells, arms: int) -> tuple[Floats, Floats, Floats]:
    """Return the times of events, and at each of them the people at risk and the events of each group."""
    times = np.unique(spells.until[spells.kind > 0])
    risk, seen = np.zeros((arms, len(times))), np.zeros((arms, len(times)))
    for arm in range(arms):
        mine = spells.only(spells.group == arm)
        entered = np.searchsorted(np.sort(mine.entry), times, side="left")
        if not spells.has_late_entry:
            entered = np.full(len(times), len(mine))
        risk[arm] = entered - np.searchsorted(np.sort(mine.until), times, side="left")
        died = np.sort(mine.until[mine.kind > 0])
        seen[arm] = np.searchsorted(died, times, "right") - np.searchsorted(died, times, "left")
    return times, risk, seen


def kaplan_meier(here: Counts) -> tuple[Floats, Floats]:
    """Return the curve and Greenwood's error at each time."""
    events, risk = here.events[1:].sum(axis=0), here.at_risk
    value = np.cumprod(1 - events / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(risk > events, events / (risk * (risk - events)), 0.0)
    se = value * np.sqrt(np.cumsum(inside))
    return value, se


def _log_log(value: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(value)
        reach = z * se / (value * np.abs(log))
        low, high = value ** np.exp(reach), value ** np.exp(-reach)
    flat = (value >= 1) | (value <= 0)
    return np.where(flat, np.where(value >= 1, 1.0, np.nan), low), np.where(
        flat, np.where(value >= 1, 1.0, np.nan), high
    )


def _area(here: Counts, tau: float) -> tuple[float, float]:
    value, _ = kaplan_meier(here)
    inside = here.time < tau
    edges = np.concatenate([[0.0], here.time[inside], [tau]])
    height = np.concatenate([[1.0], value[inside]])
    pieces = height * np.diff(edges)
    after = np.cumsum(pieces[::-1])[::-1][1:]  # area from each time on
    events, risk = here.events[1:].sum(axis=0)[inside], here.at_risk[inside]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(risk > events, events / (risk * (risk - events)), 0.0)
    return float(pieces.sum()), math.sqrt(float((after**2 * shares).sum()))
