"""Cuts as they are written down: each combination covers as many answers as the floor asks for."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rounds.surveys.box.mixing import BLANK, OTHER, merge_cuts

CATEGORIES = st.sampled_from(["medicine", "surgery", "children", "lab", "other", ""])


@given(rows=st.lists(st.tuples(CATEGORIES, CATEGORIES), min_size=5, max_size=60), floor=st.integers(4, 5))
@settings(max_examples=100, deadline=None)
def test_each_combination_covers_the_floor(rows: list[tuple[str, str]], floor: int) -> None:
    merged = merge_cuts(rows, floor=floor)

    assert len(merged) == len(rows)
    assert min(Counter(merged).values()) >= floor
    assert min(Counter(row[0] for row in merged).values()) >= floor


def test_combinations_of_300_waves_cover_the_floor() -> None:
    random = np.random.default_rng(9)
    smallest = []

    for _ in range(300):
        size, kinds = int(random.integers(5, 200)), int(random.integers(1, 9))
        weights = random.dirichlet(np.full(kinds, 0.6), size=2)
        drawn = [random.choice(kinds, size=size, p=weight) for weight in weights]
        rows = [(f"d{one}", f"y{two}") for one, two in zip(*drawn, strict=True)]
        smallest.append(min(Counter(merge_cuts(rows, floor=5)).values()))

    assert len(smallest) == 300
    assert min(smallest) >= 5


def test_small_categories_become_other() -> None:
    rows = [("medicine",)] * 9 + [("surgery",)] * 3 + [("lab",)] * 2

    assert Counter(merge_cuts(rows, floor=5)) == {("medicine",): 9, (OTHER,): 5}


def test_other_that_is_small_joins_the_smallest_of_the_rest() -> None:
    rows = [("medicine",)] * 9 + [("surgery",)] * 6 + [("lab",)] * 2

    assert Counter(merge_cuts(rows, floor=5)) == {("medicine",): 9, ("surgery + other",): 8}


def test_second_cut_goes_blank_where_a_cell_is_small_and_never_for_few() -> None:
    rows = [("medicine", "1")] * 6 + [("medicine", "2")] * 5 + [("medicine", "3")] * 2
    rows += [("surgery", "1")] * 5 + [("surgery", "2")] * 5 + [("surgery", "3")] * 5

    assert Counter(merge_cuts(rows, floor=5)) == {
        ("medicine", "1"): 6,
        ("medicine", BLANK): 7,
        ("surgery", "1"): 5,
        ("surgery", "2"): 5,
        ("surgery", "3"): 5,
    }


def test_answers_without_cuts_stay_so() -> None:
    assert merge_cuts([()] * 5, floor=5) == [()] * 5


@pytest.mark.parametrize("rows", [[("a",)] * 4, [("a",)] * 5 + [("a", "b")], [("a", "b", "c")] * 9])
def test_too_few_answers_and_uneven_cuts_are_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=r"fewer|same cuts"):
        merge_cuts(rows, floor=5)
