"""Are two shares alike in time, where people leave by other ways too."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from rounds.evidence.arrays import Floats, digest
from rounds.evidence.results import Result, answer, refusal
from rounds.evidence.times.risk import Spells


def gray_test(until: ArrayLike, kind: ArrayLike, group: ArrayLike, *, cause: int = 1) -> Result:
    """Return the test that the share of `cause` grows alike in all groups (Gray 1988, rho 0).

    Each group's people at risk are weighted by (1 - F1)/S, those left by other ways among them. The variance is that of
    the linearized score: what an event of `cause` and of any other kind at u moves from u on, summed over events with
    the finite correction for ties.
    """
    spells = Spells.of(until, kind, group=group)
    named = digest("gray_test", spells.until, spells.kind, spells.group, cause)
    n, events = len(spells), int((spells.kind == cause).sum())
    arms = int(spells.group.max()) + 1 if n else 0
    if arms < 2 or events == 0:
        words = "A comparison needs two groups and at least one event."
        return refusal("gray_test", "Gray", named, "one_arm", words, n=n, events=events)
    gap, spread = _score(spells, cause, arms)
    chi2 = float(gap @ np.linalg.pinv(spread) @ gap)
    numbers = {"chi2": chi2, "df": arms - 1, "p": float(stats.chi2.sf(chi2, arms - 1))}
    return answer("gray_test", "Gray", named, numbers=numbers, n=n, events=events)


def _score(spells: Spells, cause: int, arms: int) -> tuple[Floats, Floats]:
    times = np.unique(spells.until[spells.kind > 0])
    shape = (arms, len(times))
    risk, own, other = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for arm in range(arms):
        mine = spells.only(spells.group == arm)
        ends = np.sort(mine.until)
        risk[arm] = len(mine) - np.searchsorted(ends, times, side="left")
        for block, chosen in ((own, mine.kind == cause), (other, (mine.kind > 0) & (mine.kind != cause))):
            seen = np.sort(mine.until[chosen])
            block[arm] = np.searchsorted(seen, times, "right") - np.searchsorted(seen, times, "left")
    return _gap(risk, own, other), _spread(risk, own, other)


def _gap(risk: Floats, own: Floats, other: Floats) -> Floats:
    """Return how many more events each group had than its share of all that are at risk or gone by other ways."""
    weighed = _present(risk, own, other)[1]
    total = weighed.sum(axis=0)
    share = np.divide(weighed, total, out=np.zeros_like(weighed), where=total > 0)
    return (own - share * own.sum(axis=0)).sum(axis=1)[:-1]  # type: ignore[no-any-return]


def _present(risk: Floats, own: Floats, other: Floats) -> tuple[Floats, Floats, Floats]:
    """Return people per staying share, the same times the share not yet risen, and the share staying after each time."""
    safe = np.maximum(risk, 1)
    after = np.cumprod(1 - (own + other) / safe, axis=1)
    before = _earlier(after, 1.0)
    risen = _earlier(np.cumsum(before * own / safe, axis=1), 0.0)
    people = np.divide(risk, before, out=np.zeros_like(risk), where=before > 0)
    return people, people * (1 - risen), after


def _spread(risk: Floats, own: Floats, other: Floats) -> Floats:
    """Return the covariance of the gaps under one common share F.

    With a = (mine less my part of all) people and H(u) the sum of a dF / (1 - F) after u, an event of the cause moves
    the gap by S (a + (1 - (1 - F)/S) H) over the number at risk, another way out by (1 - F) H over it.
    """
    arms = len(risk)
    people, _, after = _present(risk, own, other)
    total, events = people.sum(axis=0), own.sum(axis=0)
    growth = np.divide(events, total, out=np.zeros_like(total), where=total > 0)
    common = 1 - np.cumsum(growth)
    hazard = growth / np.maximum(np.concatenate([[1.0], common[:-1]]), 1e-300)
    found = np.zeros((arms - 1, arms - 1))
    for arm in range(arms):
        here = risk[arm] > 0
        before = _earlier(after[arm : arm + 1], 1.0)[0]
        part = np.divide(people[:-1], total, out=np.zeros_like(people[:-1]), where=total > 0)
        a = ((np.arange(arms - 1) == arm)[:, None] - part) * people[arm]
        moved = a * hazard
        hereafter = moved.sum(axis=1, keepdims=True) - np.cumsum(moved, axis=1)
        staying = after[arm] > 0
        lift = np.divide(common, after[arm], out=np.zeros_like(common), where=staying)
        by_own = before * (a + np.where(staying, 1 - lift, 1.0) * hereafter)
        by_other = before * lift * hereafter
        tied = np.where(events > 1, 1 - (events - 1) / np.maximum(total * before - 1, 1e-300), 1.0)
        chance = np.divide(
            tied * events, total * risk[arm] * before, out=np.zeros_like(total), where=here & (total > 0)
        )
        found += (by_own * chance) @ by_own.T
        gone = other[arm]
        tied = np.where(gone > 1, 1 - (gone - 1) / np.maximum(risk[arm] - 1, 1), 1.0)
        found += (by_other * np.where(here, tied * gone / np.maximum(risk[arm], 1) ** 2, 0.0)) @ by_other.T
    return found


def _earlier(rows: Floats, first: float) -> Floats:
    return np.hstack([np.full((len(rows), 1), first), rows[:, :-1]])
