"""Invented people for the benchmarks, drawn as arrays from a seed: every criterion of the product is answered."""

from __future__ import annotations

from typing import Any

import numpy as np

from rounds.pairing import Policy, Problem, Weights, preset
from rounds.pairing.problem.columns import Axes, Mentees, Mentors

TIERS = ("resident", "fellow", "junior", "mid", "executive")
AXES = Axes(
    domains=tuple(f"domain {k}" for k in range(8)),
    milestones=("accreditation", "board", "budget", "committee"),
    tiers=TIERS,
    styles=("affiliative", "coaching", "democratic", "directive", "pacesetting", "visionary"),
    sites=tuple(f"site {k}" for k in range(5)),
    modalities=("person", "phone", "video"),
    languages=("en", "es", "pl"),
    priorities=("telehealth",),
    departments=tuple(f"department {k}" for k in range(12)),
    specialties=tuple(f"specialty {k}" for k in range(30)),
)


def invented(
    n: int, m: int, *, seed: int = 1, weights: Weights | None = None, places: float = 1.75
) -> Problem:
    """Draw n mentees and m mentors; `places` is the mean capacity. Demand 1, no load cost unless weighed."""
    rng = np.random.default_rng(seed)
    capacity = np.full(m, 1) + (rng.random(m) < (places - 1) * 0.6) + (rng.random(m) < (places - 1) * 0.4)
    return Problem(
        axes=AXES,
        mentees=Mentees(
            **_answers(rng, n, np.arange(4), "e"),
            wishes=np.where(rng.random((n, 5)) < 0.3, _different(rng, n, m), -1),
            demand=np.ones(n, np.int64),
            gaps=rng.choice(4, (n, 8), p=(0.45, 0.2, 0.2, 0.15)).astype(np.int16),
            aspires=rng.random((n, 4)) < 0.3,
            aspired_tier=np.full(n, -1, np.int16),
            style=rng.integers(0, 6, n).astype(np.int16),
            interests=rng.integers(0, 4, (n, 1)).astype(np.int16),
        ),
        mentors=Mentors(
            **_answers(rng, m, np.arange(1, 5), "o"),
            wishes=np.where(rng.random((m, 5)) < 0.1, _different(rng, m, n), -1),
            capacity=capacity.astype(np.int64),
            load=np.zeros(m, np.int64),
            expertise=rng.choice(6, (m, 8), p=(0.25, 0.15, 0.2, 0.2, 0.12, 0.08)).astype(np.int16),
            milestones=rng.choice(3, (m, 4), p=(0.6, 0.2, 0.2)).astype(np.int16),
            styles=_some(rng, m, 6, 2),
            experience=rng.choice(3, (m, 1), p=(0.6, 0.3, 0.1)).astype(np.int16),
        ),
        weights=weights or Weights(name="benchmark", values=preset("balanced").values),
        policy=Policy(tiers=TIERS, near_peers=True),
    )


def _answers(rng: np.random.Generator, count: int, tiers: np.ndarray, letter: str) -> dict[str, Any]:
    hours = np.zeros((count, 168), np.bool_)
    working = np.array([24 * day + hour for day in range(5) for hour in range(7, 19)])
    for _block in range(3):  # three blocks of three hours in the working week
        start = rng.integers(0, len(working) - 3, count)
        for step in range(3):
            hours[np.arange(count), working[start + step]] = True
    return {
        "ids": tuple(f"{letter}{k}" for k in range(count)),
        "tier": rng.choice(tiers, count, p=(0.4, 0.2, 0.25, 0.15)).astype(np.int16),
        "pgy": rng.integers(1, 8, count).astype(np.int16),
        "sites": _some(rng, count, 5, 2),
        "modalities": _some(rng, count, 3, 2),
        "languages": _some(rng, count, 3, 2),
        "department": rng.integers(0, 12, count).astype(np.int16),
        "specialty": rng.integers(0, 30, count).astype(np.int16),
        "hours": hours,
    }


def _some(rng: np.random.Generator, count: int, width: int, most: int) -> np.ndarray:
    flags = np.zeros((count, width), np.bool_)
    for _ in range(most):
        flags[np.arange(count), rng.integers(0, width, count)] = True
    return flags


def _different(rng: np.random.Generator, count: int, others: int) -> np.ndarray:
    """Five different people each: steps of at least one from a random first."""
    first = rng.integers(0, others, (count, 1))
    return (first + np.arange(5) * max(1, others // 7)) % others
