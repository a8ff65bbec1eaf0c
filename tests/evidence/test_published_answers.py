"""Published data without follow-up, to the printed digit (S-01, S-09 to S-29)."""

import numpy as np
import pytest

from rounds.evidence.answers.changes import paired_change
from rounds.evidence.answers.pooling import mixed, random_effects, shrink
from rounds.evidence.answers.rates import rate_model, rate_ratio
from rounds.evidence.answers.ratings import icc, mean_limits, share_limits
from rounds.evidence.answers.sensitivity import benjamini_hochberg, e_value, rubin
from rounds.evidence.answers.series import interrupted, run_chart, xmr
from rounds.evidence.answers.shares import mantel_haenszel, paired_share, share, share_difference
from rounds.evidence.mentors.funnel import SCALE, limits, shaped
from tests.evidence.published import published

# Student 1908: hours of sleep gained by ten people with each of two drugs
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
# Efron and Morris 1975: the first 45 times at bat of 18 players in 1970
BATTING = (
    0.4,
    0.378,
    0.356,
    0.333,
    0.311,
    0.311,
    0.289,
    0.267,
    0.244,
    0.244,
    *[0.222] * 5,
    0.2,
    0.178,
    0.156,
)
# the same players in the rest of the season
SEASON = (
    0.346,
    0.298,
    0.276,
    0.222,
    0.273,
    0.270,
    0.263,
    0.210,
    0.269,
    0.230,
    0.264,
    0.256,
    0.303,
    0.264,
    0.226,
    0.285,
    0.316,
    0.200,
)
# Bickel, Hammel and O'Connell 1975: men admitted and not, women admitted and not, in six departments
BERKELEY = (
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
)
# Rubin 1981: coaching in eight schools
SCHOOLS = ((28, 8, -3, 7, -1, 1, 18, 12), (15, 10, 16, 11, 9, 11, 10, 18))
# Shrout and Fleiss 1979: six people rated by four
RATED = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def near(value, tolerance):
    return pytest.approx(value, rel=0, abs=tolerance)


def test_sleep_equals_print():
    found = paired_change(SLEEP[1], SLEEP[0])

    assert (found.numbers["t"], found.numbers["p"]) == near((-4.062127683382, 0.002832890197), 1e-9)
    assert (found["mean"].low, found["mean"].high) == near((-2.459885763277, -0.700114236723), 1e-9)
    assert found["d_z"].value == near(-1.284557562591, 1e-9)
    assert (found["d_z"].low, found["d_z"].high) == near((-2.1180165140, -0.4146277564), 1e-9)
    assert found.numbers["signed_ranks_p"] == near(0.009090698016, 1e-9)


def test_batting_averages_equal_print():
    mean = float(np.mean(BATTING))

    found = shrink(BATTING, mean * (1 - mean) / 45)

    drawn = np.array([found[str(k)].value for k in range(18)])
    errors = [float(((np.array(one) - SEASON) ** 2).sum()) for one in (BATTING, drawn)]
    assert (found.numbers["mean"], found.numbers["factor"]) == near((0.2653888889, 0.2123905378), 1e-6)
    assert drawn[0] == near(0.2939790152, 1e-6)
    assert errors[0] / errors[1] == near(3.537064192, 1e-6)


def test_eight_schools_equal_print():
    found = random_effects(*SCHOOLS)

    assert (found["mean"].value, found["mean"].se) == near((7.685616725, 4.071919158), 1e-8)
    assert (found.numbers["q"], found.numbers["tau2"]) == near((4.707078864, 0), 1e-8)


def test_six_correlations_equal_print():
    found = icc(RATED)

    expected = (0.165742, 0.289764, 0.714841, 0.442797, 0.620051, 0.909316)
    assert [found[name].value for name in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")] == near(expected, 1e-6)


def test_admissions_turn_their_sign_within_departments():
    found = mantel_haenszel(BERKELEY)

    assert found.numbers["crude"] == near(1.841080037, 1e-8)
    assert found["ratio"].value == near(0.9046968283, 1e-8)
    assert (found["ratio"].low, found["ratio"].high) == near((0.7719073618, 1.0603297644), 1e-8)


def test_approval_ratings_equal_print():
    numbers = paired_share(794, 150, 86, 570).numbers

    assert (numbers["chi2_corrected"], numbers["chi2"]) == near((16.81779661, 17.35593220), 1e-8)
    assert numbers["p_exact"] == near(3.715936e-05, 1e-10)


def test_completed_data_sets_equal_print():
    found = rubin([0.9, 1.1, 1.3, 1, 1.2], [0.04, 0.05, 0.045, 0.05, 0.04], complete_n=100)

    assert found["mean"].value == near(1.1, 1e-8)
    numbers = [found.numbers[name] for name in ("total", "df", "increase", "missing_information")]
    assert numbers == near((0.075, 17.49116608, 0.6666666667, 0.4585618210), 1e-8)


def test_many_p_values_equal_print():
    p = (
        0.001,
        0.008,
        0.039,
        0.041,
        0.042,
        0.06,
        0.074,
        0.205,
        0.212,
        0.216,
        0.222,
        0.251,
        0.269,
        0.275,
        0.34,
        0.341,
        0.384,
        0.569,
        0.594,
        0.696,
        0.762,
        0.94,
        0.942,
        0.975,
        0.986,
    )

    assert benjamini_hochberg(p)[:6] == near((0.025, 0.1, 0.21, 0.21, 0.21, 0.25), 1e-9)


def test_unmeasured_causes_equal_print():
    assert (e_value(3.9), e_value(1.8), e_value(1 / 3.9)) == near((7.263034344, 3, 7.263034344), 1e-9)


def test_two_rates_equal_print():
    first = rate_ratio(13, 20, 10, 20)
    none = rate_ratio(0, 55.5, 4, 61.25)

    assert (first["ratio"].value, first.numbers["p"]) == near((1.3, 0.6776394845), 1e-9)
    assert (first["ratio"].low, first["ratio"].high) == near((0.5265931165, 3.3119395104), 1e-9)
    assert (none["ratio"].value, none.numbers["p"]) == near((0, 0.1268199469), 1e-9)
    assert (none["ratio"].low, none["ratio"].high) == near((0, 1.6718125250), 1e-9)


@pytest.mark.parametrize(
    ("found", "ends"),
    [
        (share(34, 50)["share"], (0.541897, 0.792418)),
        (share(5, 20)["share"], (0.111862, 0.468701)),
        (share(0, 12)["share"], (0, 0.242494)),
        (share_difference(14, 20, 7, 20)["difference"], (0.041615, 0.578853)),
        (share_difference(0, 12, 3, 12)["difference"], (-0.532305, 0.041107)),
    ],
)
def test_intervals_of_shares_equal_print(found, ends):
    assert (found.low, found.high) == near(ends, 1e-6)


def test_dyestuff_equals_print():
    data = published("dyestuff")

    found = mixed(data["Yield"], data["Batch"])

    assert (found["mean"].value, found["mean"].se) == pytest.approx((1527.5, 19.3834), rel=1e-4)
    numbers = [found.numbers[name] for name in ("between", "within", "reml")]
    assert numbers == pytest.approx((1764.05, 2451.25, 319.6543), rel=1e-4)


def test_claims_of_drivers_equal_print():
    data = published("insurance")
    labels = {
        "District": ("2", "3", "4"),
        "Group": ("1-1.5l", "1.5-2l", ">2l"),
        "Age": ("25-29", "30-35", ">35"),
    }
    pairs = [(name, label) for name, every in labels.items() for label in every]
    block = np.column_stack(
        [[str(one).removesuffix(".0") == label for one in data[name]] for name, label in pairs]
    )

    found = rate_model(data["Claims"], data["Holders"], block, [name + label for name, label in pairs])

    values = [found[name].value for name in ("District4", "Group>2l", "Age>35")]
    assert values == near((0.2342053, 0.5634123, -0.5366707), 1e-6)
    assert found.numbers["deviance"] == near(51.420033, 1e-6)


def test_series_equal_print():
    nile, cars = published("nile")["value"], published("seatbelts")

    limits = xmr(nile)["mean"]
    law = interrupted(np.log(cars["drivers"]), cars["law"], month=np.arange(192) % 12)["step"]

    assert (limits.value, limits.low, limits.high) == near((919.35, 564.8983, 1273.8017), 1e-4)
    assert (law.value, law.se) == near((-0.1640336, 0.0311784), 1e-7)


# counted by hand: months, (median, longest run, crossings, does it say that the line shifted)
RUNS = {
    "rising": (list(range(1, 13)), (6.5, 6, 1, True)),
    "up and down": ([1, 2] * 6, (1.5, 1, 11, False)),
    "eleven months": (list(range(1, 12)), (6, 5, 1, False)),
    "constant": ([4] * 12, (4, 0, 0, False)),
    "a step": ([1] * 7 + [9] * 7, (5, 7, 1, True)),
    "a run on one side, the others on the median": ([1, 3] * 8 + [4] * 8, (3, 8, 1, True)),
    "by two": ([1, 1, 2, 2] * 3, (1.5, 2, 5, False)),
    "every third month on the median": ([1, 2, 3] * 4, (2, 1, 7, False)),
    "by three": ([1, 1, 1, 2, 2, 2] * 2, (1.5, 3, 3, False)),
    "by four, then by two": ([1] * 4 + [2] * 4 + [1] * 2 + [2] * 2, (1.5, 4, 3, False)),
    "half and half": ([1] * 6 + [2] * 6, (1.5, 6, 1, True)),
    "two long runs around a quiet middle": ([1] * 8 + [2, 1, 2, 1] + [2] * 8, (1.5, 8, 5, True)),
}
# useful points: longest run, fewest crossings (Anhoej and Olesen 2014, table 1)
LIMITS = {12: (7, 3), 14: (7, 4), 17: (7, 5), 19: (7, 6), 22: (7, 7), 23: (8, 7), 24: (8, 8)}


@pytest.mark.parametrize("name", RUNS)
def test_run_charts_equal_the_count_by_hand(name):
    months, expected = RUNS[name]

    found = run_chart(months)

    numbers = (found.numbers[one] for one in ("longest", "crossings", "shifted"))
    assert (found["median"].value, *numbers) == expected
    assert [one.code for one in found.warnings] == (["few_points"] if len(months) < 12 else [])


def test_limits_of_run_charts_equal_print():
    found = {n: run_chart([1] * (n // 2) + [2, 2] + [3] * (n - n // 2)).numbers for n in LIMITS}

    told = {n: (one["longest_allowed"], one["fewest_crossings"]) for n, one in found.items()}
    assert told == LIMITS


def test_limits_of_a_funnel_are_exact():
    scale, spread = (1, 2, 3, 4, 5), (0.02, 0.06, 0.17, 0.40, 0.35)
    far = (0.001, 0.999)

    assert share_limits(0.8, 20) + share_limits(0.8, 20, levels=far) == (12, 19, 10, 20)
    assert mean_limits(scale, spread, 8) + mean_limits(scale, spread, 8, levels=far) == (
        3.25,
        4.625,
        2.75,
        4.875,
    )
    assert mean_limits(scale, spread, 20) == near((3.55, 4.40), 1e-12)
    ends = (0.025, 0.975, *far)
    assert limits(spread, 8, ends, scale) == (3.25, 4.625, 2.75, 4.875), "as pages count them"
    shares = shaped(4.1, 0.6)
    mean = sum(one * at for one, at in zip(shares, SCALE, strict=True))
    assert (mean, sum(one * (at - mean) ** 2 for one, at in zip(shares, SCALE, strict=True))) == near(
        (4.1, 0.6), 1e-8
    )
    assert shaped(4.9, 3.0) is None, "no answers of 1 to 5 lie so"
