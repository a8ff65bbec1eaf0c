"""Yes and no: one share, two shares, the same people twice, and strata that must not be thrown together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats

from rounds.evidence.arrays import digest, normal_quantile
from rounds.evidence.errors import InvalidInput
from rounds.evidence.results import Caution, Estimate, Missing, Result, answer, refusal

Table = tuple[int, int, int, int]
FEW, WIDEST = 30, 0.30


def share(yes: int, n: int, *, level: float = 0.95) -> Result:
    """Return a share with Wilson's interval (1927)."""
    _check(yes, n)
    named = digest("share", yes, n, level)
    if n == 0:
        return refusal("share", "Wilson", named, "nobody", "Nobody answered.")
    low, high = wilson(yes, n, level)
    return answer(
        "share",
        "Wilson",
        named,
        n=n,
        events=yes,
        estimates={"share": Estimate(yes / n, low, high, level, "share")},
        warnings=imprecise(n, high - low),
    )


def share_difference(yes: int, n: int, other_yes: int, other_n: int, *, level: float = 0.95) -> Result:
    """Return one share less another, with Newcombe's interval from both of Wilson's (1998, method 10)."""
    _check(yes, n)
    _check(other_yes, other_n)
    named = digest("share_difference", yes, n, other_yes, other_n, level)
    if 0 in (n, other_n):
        return refusal("share_difference", "Newcombe", named, "one_arm", "One of the two groups is empty.")
    first, second = yes / n, other_yes / other_n
    low, high = wilson(yes, n, level)
    other_low, other_high = wilson(other_yes, other_n, level)
    value = first - second
    below, above = math.hypot(first - low, other_high - second), math.hypot(high - first, second - other_low)
    return answer(
        "share_difference",
        "Newcombe",
        named,
        n=n + other_n,
        events=yes + other_yes,
        estimates={
            "difference": Estimate(value, value - below, value + above, level, "difference of shares")
        },
        warnings=imprecise(min(n, other_n), below + above),
    )


def paired_share(
    both: int, first_only: int, second_only: int, neither: int, *, level: float = 0.95
) -> Result:
    """Return how a share changed in the same people, by those who changed (McNemar 1947; interval: Bonett and Price 2012)."""
    cells = (both, first_only, second_only, neither)
    named = digest("paired_share", *cells, level)
    if min(cells) < 0:
        raise InvalidInput("Counts must not be negative.")
    n, moved = sum(cells), first_only + second_only
    if n == 0:
        return refusal("paired_share", "McNemar", named, "nobody", "Nobody answered both times.")
    gone, come = (first_only + 1) / (n + 2), (second_only + 1) / (n + 2)
    reach = normal_quantile(level) * math.sqrt((gone + come - (come - gone) ** 2) / (n + 2))
    value = (second_only - first_only) / n
    off = abs(first_only - second_only)
    tests = {
        "chi2": off**2 / moved if moved else 0.0,
        "chi2_corrected": max(off - 1, 0) ** 2 / moved if moved else 0.0,
        "p_exact": float(stats.binomtest(first_only, moved, 0.5).pvalue) if moved else 1.0,
    }
    middle = come - gone
    change = Estimate(
        value, min(value, middle - reach), max(value, middle + reach), level, "difference of shares"
    )
    return answer(
        "paired_share", "McNemar", named, n=n, events=moved, estimates={"change": change}, numbers=tests
    )


def mantel_haenszel(strata: Sequence[Table], *, level: float = 0.95) -> Result:
    """Return the odds ratio within strata (yes, no of the first group; yes, no of the second), and the crude one.

    Mantel and Haenszel 1959; variance of Robins, Breslow and Greenland 1986.
    """
    counts = np.asarray(strata, dtype=np.float64).reshape(-1, 4)
    named = digest("mantel_haenszel", counts, level)
    a, b, c, d = counts.T
    total = counts.sum(axis=1)
    kept = total > 0
    a, b, c, d, total = (column[kept] for column in (a, b, c, d, total))
    r, s = a * d / total, b * c / total
    n = int(counts.sum())
    if not kept.any() or r.sum() == 0 or s.sum() == 0:
        return refusal(
            "mantel_haenszel",
            "Mantel-Haenszel",
            named,
            "no_contrast",
            "No stratum holds both answers in both groups.",
            n=n,
        )
    p, q = (a + d) / total, (b + c) / total
    ratio = r.sum() / s.sum()
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    reach = normal_quantile(level) * math.sqrt(variance)
    estimates = {
        "ratio": Estimate(
            ratio, ratio * math.exp(-reach), ratio * math.exp(reach), level, "odds ratio", math.sqrt(variance)
        )
    }
    crude = {"crude": a.sum() * d.sum() / (b.sum() * c.sum())} if b.sum() * c.sum() else {}
    return answer(
        "mantel_haenszel",
        "Mantel-Haenszel",
        named,
        n=n,
        events=int(a.sum() + c.sum()),
        estimates=estimates,
        numbers=crude,
    )


def bounds(yes: int, observed: int, lost: int, *, level: float = 0.95) -> Result:
    """Return the share with a band from "none of the lost" to "all of the lost" (Manski 1989)."""
    _check(yes, observed)
    named = digest("bounds", yes, observed, lost, level)
    if observed + lost == 0 or lost < 0:
        return refusal("bounds", "bounds", named, "nobody", "Nobody could be seen.")
    n = observed + lost
    low, high = wilson(yes, n, level)[0], wilson(yes + lost, n, level)[1]
    band = Estimate((yes + lost / 2) / n, yes / n, (yes + lost) / n, 1.0, "share, all or none of the lost")
    sure = Estimate((yes + lost / 2) / n, low, high, level, "share, all or none of the lost")
    return answer(
        "bounds",
        "bounds",
        named,
        n=n,
        events=yes,
        missing=Missing(n, n, observed, lost),
        estimates={"band": band, "interval": sure},
    )


def wilson(yes: int, n: int, level: float) -> tuple[float, float]:
    """Return the ends of Wilson's interval."""
    z = normal_quantile(level)
    p = yes / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0.0 if yes == 0 else middle - reach), (1.0 if yes == n else middle + reach)


def imprecise(n: int, width: float) -> tuple[Caution, ...]:
    """Return the warning of a share on few people or with a wide interval."""
    if n < FEW:
        return (Caution("imprecise", f"Imprecise: {n} people."),)
    if width > WIDEST:
        return (Caution("imprecise", f"Imprecise: the interval is {width * 100:.0f} points wide."),)
    return ()


def _check(yes: int, n: int) -> None:
    if not 0 <= yes <= n:
        raise InvalidInput(f"{yes} of {n} is no share.")
