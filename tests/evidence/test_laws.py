"""Laws of every answer: units, order and names of groups change nothing that they shouldn't; what can't be told is said."""

import math
import os
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rounds.evidence import InvalidInput
from rounds.evidence.answers.adjusting import adjusted, unit_difference, weighted
from rounds.evidence.answers.changes import everyone, paired_change
from rounds.evidence.answers.pooling import mixed, random_effects, shrink
from rounds.evidence.answers.rates import rate, rate_model, rate_ratio
from rounds.evidence.answers.ratings import icc, raters_needed
from rounds.evidence.answers.sensitivity import rubin, tipping_point
from rounds.evidence.answers.series import interrupted, run_chart, xmr
from rounds.evidence.answers.shares import bounds, mantel_haenszel, paired_share, share, share_difference
from rounds.evidence.mentors.learning import Pairs, criteria_learned
from rounds.evidence.results import Estimate
from rounds.evidence.times.cox import cox, landmark
from rounds.evidence.times.curves import logrank, rmst, rmst_difference, survival
from rounds.evidence.times.fine_gray import fine_gray
from rounds.evidence.times.gray import gray_test
from rounds.evidence.times.incidence import incidence, incidence_difference

# the same worlds in each short run, others in each long one
LONG = bool(os.environ.get("ROUNDS_LONG"))
LAW = settings(max_examples=400 if LONG else 40, derandomize=not LONG, deadline=None)


@st.composite
def worlds(draw, least=12, most=60):
    """Draw spells with ties, late entry, competing exits, a group and a column."""
    n, seed = draw(st.integers(least, most)), draw(st.integers(0, 10_000))
    chance = np.random.default_rng(seed)
    entry = chance.integers(0, 3, n).astype(float)
    until = entry + chance.integers(1, draw(st.sampled_from((4, 12, 60))), n)
    return entry, until, chance.integers(0, 3, n), chance.permutation(np.arange(n) % 2), chance.normal(size=n)


def same(one, other, scale=1.0):
    assert one.is_refused == other.is_refused
    for name, found in one.estimates.items():
        assert other[name].value == pytest.approx(found.value * scale, abs=1e-7)
        for end in ("low", "high", "se"):
            assert (getattr(found, end) is None) == (getattr(other[name], end) is None)


@LAW
@given(worlds())
def test_order_of_rows_changes_nothing(world):
    entry, until, kind, group, x = world
    turn = np.random.default_rng(1).permutation(len(until))

    for ask in (
        lambda k: survival(until[k], kind[k] > 0, entry=entry[k], at=(3,), least=1),
        lambda k: incidence(until[k], kind[k], entry=entry[k], at=(3,), least=1),
        lambda k: cox(until[k], kind[k] == 1, np.column_stack([group, x])[k], ("g", "x"), start=entry[k]),
        lambda k: fine_gray(until[k], kind[k], x[k], ("x",)),
    ):
        same(ask(np.arange(len(until))), ask(turn))


@LAW
@given(worlds())
def test_days_or_months_give_the_same_ratios_and_the_mean_time_follows_the_unit(world):
    entry, until, kind, _, x = world

    same(
        cox(until, kind == 1, x, ("x",), start=entry), cox(until * 30, kind == 1, x, ("x",), start=entry * 30)
    )
    same(rmst(until, kind == 1, 3), rmst(until * 30, kind == 1, 90), scale=30)


@LAW
@given(worlds())
def test_groups_with_changed_names_turn_signs_and_keep_tests(world):
    _, until, kind, group, _ = world
    other = 1 - group

    same(cox(until, kind == 1, group, ("g",)), cox(until, kind == 1, other, ("g",)), scale=-1)
    same(incidence_difference(until, kind, group, 3), incidence_difference(until, kind, other, 3), scale=-1)
    for test in (logrank, gray_test):
        assert test(until, kind, group).numbers.get("chi2", 0) == pytest.approx(
            test(until, kind, other).numbers.get("chi2", 0), abs=1e-7
        )


@LAW
@given(worlds())
def test_a_weight_of_two_is_the_person_twice_where_ties_are_breslows(world):
    entry, until, kind, group, x = world
    block, weights = np.column_stack([group, x]), 1.0 + (np.arange(len(until)) % 2)
    twice = np.repeat(np.arange(len(until)), weights.astype(int))

    weighed = cox(until, kind == 1, block, ("g", "x"), start=entry, weights=weights, ties="breslow")
    repeated = cox(
        until[twice],
        kind[twice] == 1,
        block[twice],
        ("g", "x"),
        start=entry[twice],
        clusters=twice,
        ties="breslow",
    )

    assert weighed.is_refused == repeated.is_refused
    for name, one in weighed.estimates.items():
        assert (repeated[name].value, repeated[name].se) == pytest.approx((one.value, one.se), abs=1e-7)


@LAW
@given(worlds())
def test_shares_of_all_ways_out_and_those_who_stay_make_one(world):
    _, until, kind, _, _ = world

    stay, first, second = (
        survival(until, kind > 0, at=(3,)),
        incidence(until, kind, cause=1, at=(3,)),
        incidence(until, kind, cause=2, at=(3,)),
    )

    if "at 3" in stay.estimates:
        total = stay["at 3"].value + first["at 3"].value + second["at 3"].value
        assert total == pytest.approx(1)


@LAW
@given(worlds())
def test_without_censoring_and_rivals_a_curve_is_the_plain_share(world):
    _, until, _, _, _ = world

    found = survival(until, np.ones(len(until)), at=(3,))

    assert found.estimates.get("at 3", Estimate((until > 3).mean())).value == pytest.approx(
        (until > 3).mean()
    )


HARD = {
    "nobody": np.zeros(0),
    "one": np.ones(1),
    "two": np.array([1.0, 2.0]),
    "constant": np.full(20, 3.0),
    "ties": np.repeat([1.0, 2.0], 5_000),
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("happened", ["none", "all", "half"])
def test_hard_data_gets_an_estimate_or_words_and_never_a_hole(name, happened):
    row = HARD[name]
    n = len(row)
    event = {"none": np.zeros(n), "all": np.ones(n), "half": np.arange(n) % 2}[happened]
    arm, k, whole = np.arange(n) % 2, int(event.sum()), float(row.sum())
    half = np.arange(n) >= n / 2
    small = row[:200]

    found = [
        survival(row, event, at=(1, 9)),
        incidence(row, event, at=(1, 9)),
        logrank(row, event, arm),
        rmst(row, event, 1.5),
        rmst_difference(row, event, arm, 1.5),
        incidence_difference(row, event, arm, 1),
        gray_test(row, event, arm),
        cox(row, event, arm, ("g",)),
        landmark(row, event, row, 1),
        fine_gray(row[:50], event[:50], arm[:50], ("g",)),
        paired_change(row, row + event),
        everyone(row, row, row + event),
        share(k, n),
        share_difference(k, n, k, n),
        paired_share(k, 0, n, 1),
        bounds(k, n, 3),
        mantel_haenszel([(k, n - k, k, n - k)]),
        rate(k, whole),
        rate_ratio(k, whole, k, whole),
        rate_model(event, row, arm, ("g",)),
        adjusted(row, arm, event),
        weighted(row, arm, event),
        unit_difference(small, half[: len(small)]),
        random_effects(row, row),
        shrink(row, 1),
        mixed(small, arm[: len(small)]),
        run_chart(row),
        xmr(row),
        interrupted(row, half),
        rubin(row, row),
        icc(np.column_stack([small, small])),
        criteria_learned(
            Pairs(
                row,
                row,
                np.column_stack([row, event]),
                [f"{k % 40}" for k in range(n)],
                [f"{k % 3}" for k in range(n)],
            ),
            {"one": 50, "other": 50},
        ),
    ]

    for one in found:
        numbers = [
            *one.numbers.values(),
            *(getattr(e, f.name) for e in one.estimates.values() for f in fields(e)),
        ]
        assert all(math.isfinite(value) for value in numbers if isinstance(value, float))
        assert one.is_refused == (not one.estimates and not one.numbers) or one.question == "weighted"
        assert one.reason or not one.is_refused


def test_what_no_data_could_mean_is_said_by_name():
    for wrong in (
        lambda: survival([1, 2], [1]),
        lambda: survival([1, float("nan")], [1, 1]),
        lambda: cox([2, 3], [1, 1], [[1], [2]], ("x",), start=[2, 1]),
        lambda: share(8, 5),
        lambda: paired_change(["a"], [1]),
    ):
        with pytest.raises(InvalidInput):
            wrong()


def test_a_mean_change_of_those_who_answered_is_told_for_all_and_tips_where_it_says():
    chance = np.random.default_rng(3)
    before = chance.normal(5, 1, 80)
    after = before + 0.5 - 0.4 * (before - 5) + chance.normal(0, 0.5, 80)
    answered = before > 4.8

    told = everyone(before, before[answered], after[answered])["mean"]

    assert told.low < 0.5 < told.high
    tip = tipping_point((after - before)[answered], int((~answered).sum()))
    assert tip is not None
    assert tip < (after - before)[answered].mean()
    assert raters_needed(0.3, 0.7) == 6
