"""Spread, alpha and item-total of the door, against covariances that another library works out."""

import numpy as np
import pandas
import pytest
from scipy.stats import t

from rounds.surveys.publication import Ask, Door, Figure, Hidden, Statistic, Wave
from rounds.surveys.publication.reliability import alpha_of, item_rest_of, sums_of
from rounds.surveys.results.values.saying import t_quantile


def answers(people, items, seed):
    chance = np.random.default_rng(seed)
    mood = chance.normal(3, 1, (people, 1))
    return np.clip(np.rint(mood + chance.normal(0, 0.8, (people, items))), 1, 5).astype(int)


@pytest.mark.parametrize(("people", "items"), [(30, 2), (31, 3), (120, 8), (400, 12)])
def test_alpha_and_item_total_are_as_of_another_library(people, items):
    table = answers(people, items, items)
    frame = pandas.DataFrame(table)
    covariances = frame.cov().to_numpy()
    alpha = items / (items - 1) * (1 - np.trace(covariances) / covariances.sum())
    rest = [frame[one].corr(frame.drop(columns=one).sum(axis=1)) for one in frame]

    sums = np.array([sums_of(list(map(int, row))) for row in table]).sum(axis=0)[None, :]

    assert abs(alpha_of(items, people)(sums)[0] - alpha) < 1e-9
    own = [item_rest_of(place, items, people)(sums)[0] for place in range(items)]
    assert np.abs(np.array(own) - rest).max() < 1e-9


def wave(people, seed=1):
    names = tuple(f"p{number}" for number in range(people))
    return Wave("w", names, ("a", "b", "c"), answers(people, 3, seed), scores={"s": ("a", "b", "c")})


@pytest.mark.parametrize(
    ("people", "is_spread", "is_alpha"), [(9, False, False), (10, True, False), (30, True, True)]
)
def test_spread_begins_at_ten_people_and_alpha_at_thirty(people, is_spread, is_alpha):
    door = Door()
    out = door.release(wave(people))

    spread, alpha = (out[Ask("s", what, ("w",))] for what in (Statistic.SPREAD, Statistic.RELIABILITY))

    assert isinstance(spread, Figure) is is_spread
    assert isinstance(alpha, Hidden) is not is_alpha


def test_what_is_told_holds_the_value():
    table = wave(200)
    out = Door().release(table)
    mean = table.answers.mean(axis=1)

    low, high = out[Ask("s", Statistic.SPREAD, ("w",))].limits["sd"]
    assert low <= mean.std(ddof=1) <= high
    frame = pandas.DataFrame(table.answers).cov().to_numpy()
    low, high = out[Ask("s", Statistic.RELIABILITY, ("w",))].limits["alpha"]
    assert low <= 1.5 * (1 - np.trace(frame) / frame.sum()) <= high


def test_no_answer_follows_from_mean_and_spread_of_ten_who_say_nearly_the_same():
    # ten people, a scale of three: every table that agrees with all that is told
    said = np.array([3] * 8 + [2, 3])
    door = Door(people_at_least=5)
    out = door.release(Wave("w", tuple("abcdefghij"), ("q",), said[:, None], high=3))
    tables = np.stack(np.meshgrid(*[[1, 2, 3]] * 10, indexing="ij"), axis=-1).reshape(-1, 10)
    agrees = np.ones(len(tables), dtype=bool)
    for ask, figure in out.items():
        values = {Statistic.MEAN: tables.mean(axis=1), Statistic.SPREAD: tables.std(axis=1, ddof=1)}
        if isinstance(figure, Figure) and ask.statistic in values:
            ((low, high),) = figure.limits.values()
            agrees &= (values[ask.statistic] >= low - 1e-9) & (values[ask.statistic] <= high + 1e-9)

    assert all(len(set(tables[agrees, person])) > 1 for person in range(10))


@pytest.mark.parametrize("freedom", [9, 12, 29, 199])
def test_interval_uses_students_t(freedom):
    assert abs(t_quantile(freedom) - t.ppf(0.975, freedom)) < 1e-3
