"""Curves, tests and hazards of an invented world equal what others say of it.

Curves, the mean time, the log-rank test and Cox's model: lifelines 0.30 (another program of others). The share with
another way out: fractions, by hand. Gray's test and Fine and Gray's model: this engine, when it gave R's digits for
published rows of people (`test_published_people.py`).
"""

import numpy as np
import pytest

from rounds.evidence.times.cox import cox
from rounds.evidence.times.curves import logrank, rmst, survival
from rounds.evidence.times.fine_gray import fine_gray
from rounds.evidence.times.gray import gray_test
from rounds.evidence.times.incidence import incidence
from tests.evidence.invented import ENTRY, GROUP, KIND, UNTIL, X

EITHER = KIND > 0
COLUMNS = np.column_stack([GROUP, X])


def near(*values):
    return pytest.approx(values, rel=0, abs=1e-9)


def values(result):
    return tuple(one.value for one in result.estimates.values())


def test_curves_and_the_mean_time_equal_what_others_say():
    late = survival(UNTIL, EITHER, entry=ENTRY, at=(10, 20, 28), least=0)
    whole = survival(UNTIL, EITHER, at=(10, 20, 28))

    assert values(late) == near(0.8233009116903046, 0.5759827367273115, 0.2674733411738884)
    assert values(whole) == near(0.8414920960121928, 0.5887093206302981, 0.2733832785751429)
    assert (whole["at 20"].low, whole["at 20"].high) == near(0.4597362488116091, 0.6968192026576064)
    assert values(rmst(UNTIL, EITHER, 20)) == near(16.509838677867638)


def test_hazards_equal_what_others_say():
    found = cox(UNTIL, KIND == 1, COLUMNS, ("group", "x"), start=ENTRY)

    assert logrank(UNTIL, EITHER, GROUP).numbers["chi2"] == pytest.approx(0.04508331326449309, abs=1e-9)
    assert values(found) == near(0.09460658213146379, 0.21683683936598433)
    assert (found["group"].se, found["x"].se) == near(0.4159132402452485, 0.35475508410654844)
    assert found.numbers["log_likelihood"] == pytest.approx(-85.58483500578082, abs=1e-9)


def test_competing_ways_out_equal_fractions_and_what_the_engine_said():
    share = fine_gray(UNTIL, KIND, COLUMNS, ("group", "x"))
    tests = tuple(gray_test(UNTIL, KIND, GROUP, cause=cause).numbers["chi2"] for cause in (1, 2))

    assert values(incidence(UNTIL, KIND, at=(10, 20))) == near(0.10602327749101234, 0.23486476117228283)
    assert tests == near(0.17112184077765208, 0.20124903264746352)
    assert values(share) == near(0.20310483275571717, 0.2449189847037563)
    assert (share["group"].se, share["x"].se) == near(0.4091929001184014, 0.3359217078469603)
