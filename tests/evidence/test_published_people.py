"""Published rows of people, to the printed digit (S-02 to S-07, S-17, S-22, S-27); read where the libraries are."""

import numpy as np
import pytest

from rounds.evidence.answers.adjusting import adjusted, weighted
from rounds.evidence.claims.verdicts import Analysis, Locked, Sentence, judge
from rounds.evidence.times.cox import cox, landmark, split_at
from rounds.evidence.times.curves import logrank, rmst, rmst_difference, survival
from rounds.evidence.times.fine_gray import fine_gray
from rounds.evidence.times.gray import gray_test
from rounds.evidence.times.incidence import incidence, incidence_difference
from tests.evidence.published import columns, needs_references, published

pytestmark = needs_references

ADJUST = ("age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75")
ROSSI = ("fin", "age", "race", "wexp", "mar", "paro", "prio")


def near(value, tolerance):
    return pytest.approx(value, rel=0, abs=tolerance)


def plasma_cells():
    """Return months, what ended them (1 progression, 2 death), and the columns age and male."""
    data = published("mgus2")
    months = np.where(data["pstat"] == 1, data["ptime"], data["futime"])
    return months, np.where(data["pstat"] == 1, 1, 2 * data["death"]), columns("mgus2", "age", "male")


def house(male):
    data = published("channing")
    kept = (data["exit"] > data["entry"]) & ((data["male"] == male) if male is not None else True)
    return {name: column[kept] for name, column in data.items()}


def test_two_curves_of_leukemia_equal_print():
    data = published("aml")

    test = logrank(data["time"], data["status"], data["x"])
    curve = survival(data["time"], data["status"], at=(12, 24, 36))

    assert test.numbers["chi2"] == near(3.396388699, 1e-8)
    assert test.numbers["p"] == near(0.06533932204, 1e-8)
    assert [one.value for one in curve.estimates.values()] == near(
        [0.7391304348, 0.5465838509, 0.2760524500], 1e-8
    )
    assert (curve["at 24"].low, curve["at 24"].high) == near((0.3192504140, 0.7264491738), 1e-8)


def test_mean_time_within_a_horizon_equals_print():
    data = published("aml")
    kept, not_kept = (data["x"] == one for one in (1, 0))

    first = rmst(data["time"][kept], data["status"][kept], 36)["mean"]
    second = rmst(data["time"][not_kept], data["status"][not_kept], 36)["mean"]
    apart = rmst_difference(data["time"], data["status"], data["x"], 36)["difference"]

    assert (first.value, first.se) == near((27.425, 3.00922057), 1e-7)
    assert (second.value, second.se) == near((21.1527778, 3.52678655), 1e-7)
    assert apart.value == near(first.value - second.value, 1e-12)


def test_remission_equals_print():
    data = published("remission")

    test = logrank(data["t"], data["status"], data["Rx"])
    found = cox(data["t"], data["status"], data["Rx"], ["Rx"])["Rx"]

    assert test.numbers["chi2"] == near(16.79294099, 1e-6)
    assert test.numbers["p"] == near(4.168809e-05, 1e-10)
    assert (found.value, found.se) == near((1.572125149, 0.4123967177), 1e-6)


def test_arrests_equal_print():
    data = published("rossi")

    found = cox(data["week"], data["arrest"], columns("rossi", *ROSSI), ROSSI)

    expected = (
        -0.3794221665,
        -0.0574377427,
        0.3138997878,
        -0.1497956977,
        -0.4337038779,
        -0.0848710825,
        0.0914970794,
    )
    assert (found.n, found.events) == (432, 114)
    assert [found[name].value for name in ROSSI] == near(expected, 1e-7)
    assert (found["fin"].se, found["prio"].se) == near((0.1913794807, 0.0286485500), 1e-7)
    assert found.numbers["likelihood_ratio"] == near(33.26594580, 1e-7)
    assert found.numbers["log_likelihood"] == near(-658.7476594, 1e-7)
    assert found.numbers["concordance"] == near(0.6403292471, 1e-7)


def test_transplants_counted_as_ever_look_like_a_miracle_and_in_time_do_not():
    data, rows = published("jasa"), published("heart")
    days = np.where(data["futime"] == 0, 0.5, data["futime"])
    wait = np.where(np.isnan(data["wait.time"]), np.inf, data["wait.time"])

    ever = cox(days, data["fustat"], data["transplant"], ["ever"])
    in_time = cox(
        rows["stop"], rows["event"], rows["transplant"], ["now"], start=rows["start"], clusters=rows["id"]
    )
    second = landmark(data["futime"], data["fustat"], wait, 30)

    assert np.exp(ever["ever"].value) == near(0.2662166446, 1e-6)
    assert (in_time["now"].value, in_time["now"].se) == near((0.1271411266, 0.3004902881), 1e-6)
    assert (second.n, second.numbers["joined"]) == (78, 35)
    assert second["joined"].value == near(-0.0887810876, 1e-6)


def test_rows_split_at_joining_give_the_same_as_rows_that_came_split():
    rows = published("heart")
    last = np.array([np.flatnonzero(rows["id"] == one)[-1] for one in np.unique(rows["id"])])
    first = np.array([np.flatnonzero(rows["id"] == one)[0] for one in np.unique(rows["id"])])
    joined = np.where(rows["transplant"][last] == 1, rows["start"][last], np.inf)

    start, stop, event, exposed, person = split_at(
        rows["start"][first], rows["stop"][last], rows["event"][last], joined
    )

    found = cox(stop, event, exposed, ["now"], start=start, clusters=person)["now"]
    assert (found.value, found.se) == near((0.1271411266, 0.3004902881), 1e-6)


def test_progression_with_death_competing_equals_print():
    months, what, _ = plasma_cells()

    own, death = (incidence(months, what, cause=cause, at=(120, 240, 360)) for cause in (1, 2))

    assert (own.events, death.events) == (115, 860)
    for found, values, errors in (
        (own, (0.06372216801, 0.09981371594, 0.1340416443), (0.0067968484, 0.0097848468, 0.0201275625)),
        (death, (0.5318177041, 0.7240279761, 0.7842082468), (0.0140596452, 0.0156063451, 0.0209334695)),
    ):
        assert [one.value for one in found.estimates.values()] == near(values, 1e-9)
        assert [one.se for one in found.estimates.values()] == near(errors, 1e-9)


def test_one_minus_kaplan_meier_overstates_and_is_another_number():
    months, what, _ = plasma_cells()

    wrong = [1 - one.value for one in survival(months, what == 1, at=(120, 240, 360)).estimates.values()]
    right = [one.value for one in incidence(months, what, at=(120, 240, 360)).estimates.values()]

    assert wrong == near((0.0952, 0.2096, 0.4248), 5e-5)
    assert all(one > other for one, other in zip(wrong, right, strict=True))


def test_columns_against_the_share_equal_print():
    months, what, block = plasma_cells()

    cause = cox(months, what == 1, block, ("age", "male"))
    share = fine_gray(months, what, block, ("age", "male"))
    tests = [gray_test(months, what, block[:, 1], cause=one).numbers["chi2"] for one in (1, 2)]

    assert (cause["age"].value, cause["male"].value) == near((0.01303856982, -0.02513778929), 1e-6)
    assert tests == near((1.194507825, 11.651259012), 1e-6)
    assert (share["age"].value, share["male"].value) == near((-0.0173381535, -0.2600382379), 1e-6)
    assert (share["age"].se, share["male"].se) == pytest.approx((0.0057371, 0.1856810), rel=0.01)


def test_difference_of_two_shares_is_what_they_differ_by():
    months, what, block = plasma_cells()
    men = block[:, 1] == 1

    apart = incidence_difference(months, what, block[:, 1], 240)["difference"]

    first, second = (incidence(months[one], what[one], at=(240,))["at 240"] for one in (~men, men))
    assert apart.value == near(second.value - first.value, 1e-12)
    assert apart.se == near(np.hypot(first.se, second.se), 1e-12)


def test_late_entry_equals_print_and_forgetting_it_is_another_answer():
    data = house(None)

    right = cox(data["exit"], data["cens"], data["male"], ["male"], start=data["entry"])
    wrong = cox(data["exit"], data["cens"], data["male"], ["male"])

    assert (right.n, right.events) == (457, 175)
    assert (right["male"].value, right["male"].se) == near((0.3219035618, 0.1733155667), 1e-8)
    assert wrong["male"].value == near(0.2067995965, 1e-8)


def test_a_curve_that_begins_among_few_is_refused_and_says_where_it_could_begin():
    women, men = house(0), house(1)

    whole = survival(women["exit"], women["cens"], entry=women["entry"], at=(900,))
    thin = survival(men["exit"], men["cens"], entry=men["entry"], at=(900,))
    later = survival(men["exit"], men["cens"], entry=men["entry"], at=(900,), since=800)

    assert whole["at 900"].value == near(0.8232747739, 1e-8)
    assert (thin.is_refused, thin.estimates, thin.curve) == (True, {}, ())
    assert "begin the curve at" in thin.reason
    assert later["at 900"].value == near(0.8045311295, 1e-8)
    assert (later["at 900"].low, later["at 900"].high) == near((0.6137815641, 0.9076358192), 1e-8)


def test_training_program_equals_print_and_one_adjustment_is_refused():
    data, block = published("lalonde"), columns("lalonde", *ADJUST)
    earned, joined = data["re78"], data["treat"]

    line = adjusted(earned, joined, block)
    att, overlap, ate = (weighted(earned, joined, block, aim=aim) for aim in ("att", "overlap", "ate"))

    assert att.numbers["raw"] == near(-635.0262, 1e-3)
    assert line["difference"].value == near(1548.2438, 1e-3)
    assert att["difference"].value == near(1214.0712, 1e-3)
    assert att.numbers["effective_others"] == near(99.8154, 1e-3)
    assert overlap["difference"].value == near(1242.2006, 1e-3)
    assert (ate.is_refused, ate.estimates) == (True, {})


def test_the_training_program_as_a_card_is_compatible_with_both():
    data, block = published("lalonde"), columns("lalonde", *ADJUST)
    rows = data["re78"], data["treat"], block
    analyses = [
        Analysis.of("ATT", weighted(*rows, aim="att"), "difference"),
        Analysis.of("Least squares", adjusted(*rows), "difference"),
        Analysis.of("ATE", weighted(*rows, aim="ate"), "difference"),
    ]
    card = Locked(claimed=1794.3424, no_effect=0, needed=614, unit="people")

    said = judge(card, 614, analyses)

    assert said.sentence is Sentence.COMPATIBLE
    assert [one.value for one in analyses[:2]] == pytest.approx([1214.0712, 1548.2438], abs=1e-3)
    assert "Defensible adjustments disagree." in said.notes
