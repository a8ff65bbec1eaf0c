"""Columns against the share itself, where people leave by other ways: subdistribution hazards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from rounds.evidence.arrays import Floats, digest, table
from rounds.evidence.results import Result, answer, refusal
from rounds.evidence.times.cox import cox
from rounds.evidence.times.risk import Spells, counted


def fine_gray(
    until: ArrayLike,
    kind: ArrayLike,
    columns: ArrayLike,
    names: Sequence[str],
    *,
    cause: int = 1,
    level: float = 0.95,
) -> Result:
    """Return log subdistribution hazard ratios (Fine and Gray 1999).

    Whoever left by another way stays at risk with the weight G(t-)/G(T-) of not being censored (Geskus 2011), one row
    for each later event time at which that weight has fallen; Breslow ties, errors by person.
    """
    spells = Spells.of(until, kind)
    x = table("columns", columns, len(spells))
    named = digest("fine_gray", spells.until, spells.kind, x, cause, level)
    events = int((spells.kind == cause).sum())
    if events == 0:
        return refusal(
            "fine_gray", "Fine-Gray", named, "no_events", "Nothing has happened.", n=len(spells), events=0
        )
    start, stop, weight, person, happened = expanded(spells, cause)
    found = cox(
        stop,
        happened,
        x[person],
        names,
        start=start,
        weights=weight,
        clusters=person,
        ties="breslow",
        level=level,
    )
    return answer(
        "fine_gray",
        "Fine-Gray",
        named,
        n=len(spells),
        events=events,
        estimates=found.estimates,
        numbers=found.numbers,
        warnings=found.warnings,
    )


def expanded(spells: Spells, cause: int) -> tuple[Floats, Floats, Floats, np.ndarray, np.ndarray]:
    """Return rows (start, stop], their weight, person and event; those who left otherwise go on with falling weight."""
    here = counted(spells)
    kept = np.cumprod(1 - here.events[0] / here.at_risk)
    before = np.concatenate([[1.0], kept])  # G just before here.time[k] is before[k]
    times = np.unique(spells.until[spells.kind == cause])
    at = before[np.searchsorted(here.time, times, side="left")]
    other = np.flatnonzero((spells.kind != 0) & (spells.kind != cause))
    own = before[np.searchsorted(here.time, spells.until[other], side="left")]
    first = np.searchsorted(times, spells.until[other], side="right")
    later = len(times) - first
    person = np.repeat(other, later)
    which = (
        np.concatenate([np.arange(k, len(times)) for k in first])
        if len(first)
        else np.zeros(0, dtype=np.int64)
    )
    edges = np.concatenate([[0.0], times])
    begins = np.maximum(edges[which], np.repeat(spells.until[other], later))
    weight = at[which] / np.repeat(own, later)
    everybody = np.arange(len(spells))
    floor = min(0.0, float(spells.until.min())) - 1.0
    return (
        np.concatenate([np.full(len(spells), floor), begins]),
        np.concatenate([spells.until, times[which]]),
        np.concatenate([np.ones(len(spells)), weight]),
        np.concatenate([everybody, person]),
        np.concatenate([spells.kind == cause, np.zeros(len(person), dtype=bool)]),
    )
