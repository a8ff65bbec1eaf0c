"""A simulated year against a plain model: every due told exactly once, nobody over the limits, nothing to who is away."""

from __future__ import annotations

import pytest

from tests.mentorships.dues.simulated import LENGTH, simulate


@pytest.mark.parametrize(
    ("pairs", "days", "seed"), [(6, 125, 3), pytest.param(150, LENGTH, 1, marks=pytest.mark.long)]
)
@pytest.mark.django_db
def test_simulated_year_tells_everything_once_and_keeps_to_the_limits(hospital, clock, pairs, days, seed):
    """Takes some seconds: each day of four months, with a chore at several hours of it."""
    figures = simulate(hospital, clock, pairs=pairs, days=days, seed=seed)

    assert figures["mails"] > 0
    assert figures["continued"] or pairs < 20
