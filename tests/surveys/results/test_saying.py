"""What is said of a figure follows from what is told alone: tenths outward, shares that add up."""

from math import sqrt

import pytest
from scipy.stats import t

from rounds.surveys.publication import HIDDEN, Ask, Figure, Statistic
from rounds.surveys.results.values.saying import Scale, in_words, interval_of, said_of

FIVE = Scale(1, 5)


def figure(statistic, people=40, **limits):
    return Figure(Ask("q", statistic, ("w",)), people, limits)


@pytest.mark.parametrize(
    "shares", [(0.05, 0.5, 0.5), (0.05, 0.05, 0.95), (0.3, 0.3, 0.3), (0.15, 0.45, 0.35)]
)
def test_shares_add_up_to_a_hundred(shares):
    bands = dict(zip(("low", "middle", "high"), ((one - 0.05, one + 0.05) for one in shares), strict=True))

    said = said_of(FIVE, mean=figure(Statistic.MEAN, mean=(3.5, 3.6)), bands=figure(Statistic.BANDS, **bands))

    assert sum(said.percents) == 100
    assert sum(long for _name, _start, long in said.bars) == 160
    assert all(abs(told - 100 * share) <= 10 for told, share in zip(said.percents, shares, strict=True))


def test_interval_is_rounded_outward_to_tenths():
    half = t.ppf(0.975, 39) * 0.8 / sqrt(40)

    low, high = interval_of(3.7, 0.8, 40, (1, 5))

    assert low <= 3.7 - half < low + 0.1
    assert high - 0.1 < 3.7 + half <= high
    assert interval_of(4.9, 0.8, 12, (1, 5))[1] == 5


def test_words_say_as_much_as_is_told():
    assert in_words(4.8, 5, (1, 5)) == "4.8 or more"
    assert in_words(1, 1.2, (1, 5)) == "1.2 or less"
    assert in_words(3.35, 3.45, (1, 5)) == "3.4"
    assert in_words(3.25, 3.75, (1, 5)) == "3.25 to 3.75"
    assert in_words(1, 5, (1, 5)) == "not told this finely"
    assert in_words(0.45, 0.55, (-4, 4), sign=True) == "+0.5"


def test_what_is_hidden_says_nothing_else():
    said = said_of(FIVE, mean=HIDDEN, spread=figure(Statistic.SPREAD, sd=(0.5, 0.6)))

    assert (said.words, said.spread, said.interval, said.percents, said.drawn) == (
        HIDDEN.words,
        "",
        "",
        (),
        (),
    )


def test_equal_words_stand_once_with_how_often():
    from rounds.surveys.repeats import each_once

    told = each_once(["Less haste.", "More time", "less  haste", "Less haste!"])

    assert told == [("Less haste.", 3), ("More time", 1)]
