"""Nobody is learned from what differs between cuts, and most of what is large is shown (row 16, short)."""

from tests.insights.differencing import attack


def test_many_cuts_of_many_cohorts_tell_nothing_of_few_and_show_most_of_many():
    seen = attack(20, 20)

    assert (seen.asks, seen.learned) == (400, 0)
    assert seen.shown >= 0.8 * seen.large
