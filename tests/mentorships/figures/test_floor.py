"""Which figures are hidden: small ones, and so many others that no subtraction gives them away."""

from hypothesis import given
from hypothesis import strategies as st

from rounds.mentorships.figures.values import FLOOR, too_small

SIZES = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8)


def test_nothing_small_nothing_hidden():
    assert too_small({"a": 5, "b": 40, "c": 0}) == frozenset()


def test_one_small_group_takes_the_next_smallest_with_it():
    assert too_small({"a": 3, "b": 40, "c": 9}) == {"a", "c"}


def test_two_small_groups_that_are_enough_together_hide_alone():
    assert too_small({"a": 3, "b": 2, "c": 9}) == {"a", "b"}


@given(SIZES)
def test_what_is_hidden_cannot_be_found_by_subtraction(sizes):
    hidden = too_small(sizes)

    shown = {key for key, size in sizes.items() if size} - hidden
    assert all(sizes[key] >= FLOOR for key in shown)
    # the whole less what is shown: at least the floor, over at least two groups, unless there is nothing else to hide
    if hidden and shown:
        assert len(hidden) >= 2
        assert sum(sizes[key] for key in hidden) >= FLOOR
