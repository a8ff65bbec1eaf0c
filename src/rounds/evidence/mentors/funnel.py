"""Where the means of mentors would lie if all were alike: exact limits by how many mentees spoke. Pure Python, for pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

# one of two answers of 1 to 5: half steps
SCALE = tuple(1 + step / 2 for step in range(9))
WIDE, WIDER = (0.025, 0.975), (0.001, 0.999)
ROUNDS, CLOSE = 60, 1e-9


def shaped(mean: float, spread2: float) -> tuple[float, ...] | None:
    """Return shares of the steps of the scale with this mean and variance, as even as they can be (Jaynes 1957); None where none has."""
    center = mean
    first, second = 0.0, -0.5 / max(spread2, 0.05)
    for _round in range(ROUNDS):
        shares = _shares(center, first, second)
        m1, m2, m3, m4 = (
            sum(p * (x - center) ** k for p, x in zip(shares, SCALE, strict=True)) for k in (1, 2, 3, 4)
        )
        off1, off2 = -m1, spread2 - m2
        if abs(off1) < CLOSE and abs(off2) < CLOSE:
            return shares
        a, b, d = m2 - m1 * m1, m3 - m1 * m2, m4 - m2 * m2
        free = a * d - b * b
        if free <= 1e-12:
            return None
        first += max(-2.0, min(2.0, (d * off1 - b * off2) / free))
        second += max(-2.0, min(2.0, (a * off2 - b * off1) / free))
    return None


def _shares(center: float, first: float, second: float) -> tuple[float, ...]:
    powers = [first * (x - center) + second * (x - center) ** 2 for x in SCALE]
    top = max(powers)
    weights = [math.exp(one - top) for one in powers]
    return tuple(one / sum(weights) for one in weights)


def limits(
    shares: Sequence[float], n: int, levels: Sequence[float], scale: Sequence[float] = SCALE
) -> tuple[float, ...]:
    """Return the means that n answers of this spread reach at these levels, exactly."""
    sums = [1.0]
    for _answer in range(n):
        more = [0.0] * (len(sums) + len(shares) - 1)
        for place, chance in enumerate(sums):
            for step, share in enumerate(shares):
                more[place + step] += chance * share
        sums = more
    below = list(accumulate(sums))
    places = [
        next((place for place, chance in enumerate(below) if chance >= level - 1e-12), len(below) - 1)
        for level in levels
    ]
    return tuple(scale[0] + (scale[1] - scale[0]) * place / n for place in places)
