"""Mentored or not, in time: proportional hazards with entries, weights, strata and clusters; and the landmark as a second opinion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from rounds.evidence.arrays import (
    Floats,
    Wholes,
    codes,
    digest,
    flags,
    floats,
    normal_quantile,
    same_length,
    table,
)
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Caution, Estimate, Result, answer, few_events, refusal
from rounds.evidence.times.partial import Rows, concordance, maximized, residuals

FEW_CLUSTERS = 30


def cox(
    stop: ArrayLike,
    event: ArrayLike,
    columns: ArrayLike,
    names: Sequence[str],
    *,
    start: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    ties: str = "efron",
    level: float = 0.95,
) -> Result:
    """Return log hazard ratios of columns over rows (start, stop], by partial likelihood (Cox 1972).

    Ties: Efron 1977 or Breslow 1974. With weights or clusters the errors are the sandwich's of Lin and Wei 1989, summed
    within a cluster. Whoever starts on day t is not at risk on day t.
    """
    rows = _read(stop, event, columns, start=start, weights=weights, strata=strata)
    group = None if clusters is None else codes("clusters", clusters)
    if ties not in ("efron", "breslow"):
        raise InvalidInput("ties must be efron or breslow.")
    if len(names) != rows.x.shape[1]:
        raise InvalidInput("Each column must have one name.")
    named = digest(
        "cox", rows.start, rows.stop, rows.event, rows.x, rows.weight, rows.stratum, group, ties, level
    )
    n, events = len(rows.stop), int(rows.event.sum())
    method = f"Cox, ties after {ties.capitalize()}"
    if events == 0 or n < 2:
        return refusal("cox", method, named, "no_events", "Nothing has happened.", n=n, events=events)
    center = np.average(rows.x, axis=0, weights=rows.weight) if rows.weight.sum() > 0 else 0.0
    rows = Rows(rows.start, rows.stop, rows.event, rows.x - center, rows.weight, rows.stratum)
    found = maximized(rows, ties == "efron")
    if found is None:
        words = "A column never differs among those at risk, repeats another, or splits all events from none."
        return refusal("cox", method, named, "not_identified", words, n=n, events=events)
    beta, bread, log_likelihood, null = found
    covariance, warned = bread, tuple[Caution, ...]()
    if group is not None or weights is not None:
        group = np.arange(n) if group is None else group
        scores = residuals(rows, beta, ties == "efron") * rows.weight[:, None]
        summed = np.zeros((int(group.max()) + 1, len(beta)))
        np.add.at(summed, group, scores)
        covariance = bread @ (summed.T @ summed) @ bread
        if group.max() + 1 < FEW_CLUSTERS:
            warned = (Caution("few_units", f"{group.max() + 1} units: their likeness can't be estimated."),)
    se, z = np.sqrt(np.diag(covariance)), normal_quantile(level)
    estimates = {
        name: Estimate(beta[k], beta[k] - z * se[k], beta[k] + z * se[k], level, "log hazard ratio", se[k])
        for k, name in enumerate(names)
    }
    ratio = 2 * (log_likelihood - null)
    numbers = {
        "log_likelihood": log_likelihood,
        "likelihood_ratio": ratio,
        "p": float(stats.chi2.sf(ratio, len(beta))),
    }
    if n <= 5_000 and not np.isfinite(rows.start).any():
        numbers["concordance"] = concordance(rows, rows.x @ beta)
    return answer(
        "cox",
        method,
        named,
        n=n,
        events=events,
        estimates=estimates,
        numbers=numbers,
        warnings=(*warned, *few_events(events)),
    )


def landmark(
    until: ArrayLike,
    event: ArrayLike,
    joined: ArrayLike,
    at: float,
    *,
    columns: ArrayLike | None = None,
    names: Sequence[str] = (),
    level: float = 0.95,
) -> Result:
    """Return the log hazard ratio of having joined by a landmark, among those still there then (Anderson 1983).

    `joined` holds the day of joining, infinity for never.
    """
    out, what = floats("until", until), flags("event", event)
    day = np.asarray(joined, dtype=np.float64)
    same_length(until=out, event=what, joined=day)
    kept = out > at
    block = (day <= at).astype(float)[:, None]
    if columns is not None:
        block = np.hstack([block, table("columns", columns, len(out))])
    if kept.sum() < 2:
        named = digest("landmark", out, what, day, at, level)
        return refusal("landmark", "landmark", named, "nobody", "Nobody was still there at the landmark.")
    found = cox(out[kept] - at, what[kept], block[kept], ("joined", *names), level=level)
    return answer(
        "landmark",
        f"landmark at {at:g}, {found.method}",
        found.input_digest,
        estimates=found.estimates,
        numbers={**found.numbers, "joined": float(block[kept, 0].sum())},
        n=found.n,
        events=found.events,
        warnings=found.warnings,
    )


def split_at(
    entry: ArrayLike, until: ArrayLike, event: ArrayLike, joined: ArrayLike
) -> tuple[Floats, Floats, np.ndarray, Floats, Wholes]:
    """Return rows (start, stop], event, exposed and person: whoever joins counts as exposed from that day, not before."""
    begins, ends, what = floats("entry", entry), floats("until", until), flags("event", event)
    day = np.asarray(joined, dtype=np.float64)
    same_length(entry=begins, until=ends, event=what, joined=day)
    person = np.arange(len(ends))
    before, after = np.minimum(day, ends) > begins, day < ends
    start = np.concatenate([begins[before], np.maximum(begins, day)[after]])
    stop = np.concatenate([np.minimum(ends, day)[before], ends[after]])
    happened = np.concatenate([(what & ~after)[before], what[after]])
    exposed = np.concatenate([np.zeros(before.sum()), np.ones(after.sum())])
    return start, stop, happened, exposed, np.concatenate([person[before], person[after]])


def _read(  # type: ignore[no-untyped-def]
    stop, event, columns, *, start, weights, strata
) -> Rows:
    out = floats("stop", stop)
    n = len(out)
    went_in = np.full(n, -np.inf) if start is None else floats("start", start)
    weight = np.ones(n) if weights is None else floats("weights", weights)
    level = np.zeros(n, dtype=np.int64) if strata is None else codes("strata", strata)
    what = flags("event", event)
    same_length(stop=out, start=went_in, event=what, weights=weight, strata=level)
    if (went_in >= out).any():
        raise InvalidInput("stop must come after start.")
    if (weight < 0).any():
        raise InvalidInput("weights must not be negative.")
    return Rows(went_in, out, what, table("columns", columns, n), weight, level)
