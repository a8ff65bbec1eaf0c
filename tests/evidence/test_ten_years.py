"""The ten-year world: what was planted is found by who looks in time and takes ambition into account, and by nobody else."""

import json
import math
from datetime import date

import numpy as np
import pytest

from rounds.demo.evidence.lives import PROMOTION, lives
from rounds.demo.evidence.ten_years import load_ten_years
from rounds.evidence.times.cox import cox
from rounds.insights.models import Figure, OutcomeEvent

TODAY = date(2026, 11, 30)


def asked(seed, people=2000):
    """Return the naive, the timely and the adjusted answer about promotion: log ratios with their ends."""
    start, stop, event, ever, now, ambition = [], [], [], [], [], []
    for one in lives(seed, people, TODAY):
        ends = min(day for day in (one.promoted, one.left, TODAY) if day)
        until = (ends - one.appointed).days
        joined = (one.joined - one.appointed).days if one.joined and one.joined < ends else None
        parts = [(0, until, 0)] if joined is None else [(0, joined, 0), (joined, until, 1)]
        for first, last, mentored in parts:
            if last > first:
                start.append(first)
                stop.append(last)
                event.append(int(last == until and one.promoted == ends))
                ever.append(int(joined is not None))
                now.append(mentored)
                ambition.append(one.ambition)
    columns = {"ever": [ever], "now": [now], "adjusted": [now, ambition]}
    return {
        name: cox(stop, event, np.column_stack(block), ("g", "x")[: len(block)], start=start)["g"]
        for name, block in columns.items()
    }


def test_the_planted_effect_is_found_by_who_takes_ambition_into_account():
    found = asked(3)

    assert found["adjusted"].low < math.log(PROMOTION) < found["adjusted"].high
    assert found["now"].value > found["adjusted"].value + 0.05  # ambition
    assert found["ever"].value < found["now"].value - 0.1  # who rose early had no time to join


@pytest.mark.long
def test_the_adjusted_interval_holds_the_truth_as_often_as_it_says():
    """S-41. Slow: two hundred worlds."""
    found = [asked(seed)["adjusted"] for seed in range(200)]

    share = sum(one.low < math.log(PROMOTION) < one.high for one in found) / len(found)
    assert 0.905 <= share <= 0.99


@pytest.mark.django_db
def test_a_smaller_world_goes_through_cut_and_figures(tmp_path):
    load_ten_years(tmp_path, people=300)

    figures = {one.measure: one.result for one in Figure.everywhere.filter(cycle_id=None)}
    assert (
        json.loads((tmp_path / "truth.json").read_text())["planted"]["hazard of promotion, with a mentor"]
        == 1.15
    )
    assert len(figures["retention"]["curves"]) == 2
    assert figures["promotion"]["curves"]
    assert OutcomeEvent.everywhere.filter(withdrawn=True).exists()
    assert {row["label"] for row in figures["qi"]["rows"]} == {"With a mentor", "Without a mentor"}
