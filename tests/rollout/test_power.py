"""What a pilot can show, against integrals and formulas written here anew."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, special, stats

from rounds.rollout.values.power import (
    effective_n,
    exact_share,
    mean_reach,
    power_of,
    share_to_see,
    smallest_change,
)


def power_by_integral(d, n):
    """Return the power of a paired t-test upward: the normal conditional on the spread, integrated over its chi."""
    df = n - 1
    limit = special.stdtrit(df, 0.975)
    norm = (df / 2 - 1) * math.log(2) + special.gammaln(df / 2)

    def part(s):
        density = math.exp((df - 1) * math.log(s) - s * s / 2 - norm)
        return density * special.ndtr(d * math.sqrt(n) - limit * s / math.sqrt(df))

    middle = math.sqrt(df)
    value, _error = integrate.quad(part, max(1e-9, middle - 9), middle + 9, limit=200)
    return value


@pytest.mark.parametrize("n", [5, 8, 12, 16, 20, 35, 60, 120, 200])
def test_smallest_change_has_the_power_it_names(n):
    assert power_by_integral(smallest_change(n), n) == pytest.approx(0.8, abs=1e-5)
    assert power_by_integral(smallest_change(n) - 0.01, n) < 0.8
    assert power_by_integral(smallest_change(n) + 0.01, n) > 0.8


def test_design_figures_are_these():
    assert [round(smallest_change(n), 2) for n in (12, 16, 20)] == [0.89, 0.75, 0.66]
    assert [round(mean_reach(n), 1) for n in (12, 16, 20)] == [1.1, 1.0, 0.8]
    low, high = exact_share(16, 20)
    assert (round(100 * low), round(100 * high)) == (56, 94)
    assert round(100 * share_to_see(0.1, 20)) == 48
    assert share_to_see(0.9, 5) is None
    assert power_of(4) is None


@pytest.mark.parametrize("n", [5, 12, 20, 77, 200])
def test_intervals_and_shared_mentors_by_their_definitions(n):
    rows = np.arange(n, dtype=float)
    rows = (rows - rows.mean()) / rows.std(ddof=1) * 1.8
    low, high = stats.ttest_1samp(rows, 0).confidence_interval()
    assert mean_reach(n) == pytest.approx((high - low) / 2, abs=0.01)
    for yes in {0, 1, n // 2, n}:
        tested = stats.binomtest(yes, n).proportion_ci(method="exact")
        assert exact_share(yes, n) == pytest.approx((tested.low, tested.high), abs=0.01)
    assert effective_n(n, n) == n
    assert effective_n(n, 0) == n
    assert effective_n(20, 10) == pytest.approx(20 / 1.16)
    assert effective_n(20, 1) == pytest.approx(20 / (1 + 19 * 0.16))
