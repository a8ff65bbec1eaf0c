"""Lives of an invented faculty over ten years, with effects that are planted and therefore known; no tables.

Who is ambitious asks for a mentor more often and rises sooner: set beside each other "ever mentored" or not, or in time,
people show something else than what was planted. Only who takes ambition into account finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random

COHORTS, YEAR = 10, 365.25
MONTH = YEAR / 12
JOINS, JOINS_MORE = -0.6, 0.6  # log odds, and for each standard deviation of ambition
PROMOTED, LEFT = 0.11, 0.07  # a year
AMBITION, PROMOTION, LEAVING, QUALITY = 1.42, 1.15, 0.90, 1.20
ACTS = {"qi_submitted": 0.25, "seat": 0.15, "grant_awarded": 0.08}  # a year
COARSE, CORRECTED, DOUBLED = 0.30, 0.03, 0.02
TRUTH = {
    "hazard of promotion, with a mentor": PROMOTION,
    "hazard of promotion, a standard deviation of ambition": AMBITION,
    "hazard of leaving, with a mentor": LEAVING,
    "quality projects, with a mentor": QUALITY,
    "log odds of joining, a standard deviation of ambition": JOINS_MORE,
    "dates known to the month only": COARSE,
    "events corrected": CORRECTED,
    "events brought twice": DOUBLED,
}


@dataclass
class Life:
    """One invented person: appointed, and what came of it."""

    number: int
    appointed: date
    ambition: float
    joined: date | None = None
    promoted: date | None = None
    left: date | None = None
    acts: list[tuple[str, date]] = field(default_factory=list)


def lives(seed: int, people: int, today: date, *, busy: float = 1.0) -> Iterator[Life]:
    """Yield so many lives until a day, appointed in ten yearly cohorts; `busy` multiplies what may happen again."""
    draw = Random(seed)  # noqa: S311  # nosec B311
    for number in range(people):
        begins = today - timedelta(days=int(YEAR * (COHORTS - number % COHORTS)) - draw.randrange(60))
        yield _live(draw, Life(number, begins, draw.gauss(0, 1)), today, busy)


def _live(draw: Random, life: Life, today: date, busy: float) -> Life:
    wants = draw.random() < 1 / (1 + exp(-(JOINS + JOINS_MORE * life.ambition)))
    months = max(1, int((today - life.appointed).days / MONTH))
    joins = draw.randrange(months) if wants else None
    for month in range(months):
        day = life.appointed + timedelta(days=int(month * MONTH) + draw.randrange(28) + 1)
        mentored = joins is not None and month > joins
        if day >= today:
            break
        if joins == month:  # with the month that follows
            life.joined = life.appointed + timedelta(days=int((month + 1) * MONTH))
        rises = PROMOTED * AMBITION**life.ambition * (PROMOTION if mentored else 1)
        if life.promoted is None and draw.random() < rises / 12:
            life.promoted = day
        for kind, rate in ACTS.items():
            more = QUALITY if mentored and kind == "qi_submitted" else 1
            chance = rate * busy * more / 12
            life.acts += [(kind, day)] * (int(chance) + (draw.random() < chance % 1))
        if draw.random() < LEFT * (LEAVING if mentored else 1) / 12:
            life.left = day
            break
    if life.joined and life.joined >= (life.left or today):
        life.joined = None
    return life
