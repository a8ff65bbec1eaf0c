"""Intervals cover and null programs stay silent, in worlds whose truth is known; the long trial runs with `make test-all`."""

import pytest

from tests.evidence.calibration.trial import is_within, tried
from tests.evidence.calibration.worlds import WORLDS


@pytest.mark.parametrize("world", WORLDS, ids=[one.key for one in WORLDS])
def test_a_short_trial_lies_within(world):
    trial = tried(world, world.short)

    assert is_within(world, trial), f"{trial.share:.1%} of {trial.tries}"


@pytest.mark.long
@pytest.mark.parametrize("world", WORLDS, ids=[one.key for one in WORLDS])
def test_a_long_trial_lies_inside_the_figures(world):
    trial = tried(world, world.long)

    assert world.low <= trial.share <= world.high, f"{trial.share:.1%} of {trial.tries}"
    assert trial.tries >= 500
