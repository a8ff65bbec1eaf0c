"""A pilot's gate: a null pilot passes by chance as often as it says, and what is missing cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from rounds.rollout.enums import Verdict
from rounds.rollout.values.gate import CRITERIA, read_change, read_harm, read_interval, read_share

BY_KEY = {one.key: one for one in CRITERIA}
SEEDS = (11, 22, 33, 44, 55)
CONFIDENCE = BY_KEY["confidence"]


def answers(rng, n=20):
    """Draw answers of two moments, in points of 10, that differ by chance alone."""
    usual = rng.normal(5, 1.2, n)
    return usual + rng.normal(0, 1.27, n), usual + rng.normal(0, 1.27, n)


def test_null_pilots_meet_confidence_as_often_as_chance_says():
    """Two thousand pilots of 20, five seeds of 400 each; takes a second or two: each is computed like a real one."""
    met = {}
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        verdicts = [read_change(CONFIDENCE, *answers(rng)).verdict for _ in range(400)]
        met[seed] = sum(one == Verdict.MET for one in verdicts)
    share = sum(met.values()) / 2000
    print(f"\nmet by seed: {met}, {share:.2%} of 2,000")
    assert 0.014 <= share <= 0.036


@pytest.mark.parametrize("n", range(5))
def test_fewer_than_five_missing_data_and_answers_all_alike_cannot_be_told(n):
    told = [
        read_change(CONFIDENCE, [5.0] * n, [9.0] * n),
        read_interval(CONFIDENCE, 2.0, 1.0, 3.0, n),
        read_share(BY_KEY["coverage"], n, n),
        read_share(BY_KEY["coverage"], None, 20),
        read_share(BY_KEY["coverage"], 20, None),
        read_harm(BY_KEY["harm"], 0, is_complete=False),
        read_change(CONFIDENCE, [5.0] * 20, [6.0] * 20),
    ]
    assert {one.verdict for one in told} == {Verdict.CANNOT_TELL}
    assert all("n 20" in one.words for one in told if any(sign.isdigit() for sign in one.words))


def test_each_rule_says_met_and_not_met_with_how_many():
    assert read_share(BY_KEY["coverage"], 18, 20).verdict == Verdict.MET
    assert read_share(BY_KEY["coverage"], 17, 20).words == "17 of 20 (85%, interval 64 to 95%)"
    assert read_share(BY_KEY["coverage"], 17, 20).verdict == Verdict.NOT_MET
    assert read_share(BY_KEY["ended"], 4, 20).verdict == Verdict.NOT_MET
    assert read_share(BY_KEY["hours"], 132, 120).verdict == Verdict.MET
    assert read_harm(BY_KEY["harm"], 0, is_complete=True).verdict == Verdict.MET
    assert read_harm(BY_KEY["harm"], 1, is_complete=True).verdict == Verdict.NOT_MET
    assert read_interval(CONFIDENCE, 1.2, 0.4, 2.0, 16).verdict == Verdict.MET
    assert read_interval(CONFIDENCE, -1.2, -2.0, -0.4, 16).verdict == Verdict.NOT_MET
    assert read_interval(CONFIDENCE, 0.3, -0.4, 1.0, 16).words == (
        "+0.3 points of 10 (interval -0.4 to +1.0, n 16)"
    )
