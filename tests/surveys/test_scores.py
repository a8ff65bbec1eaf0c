"""Scores against examples worked by hand, and what is left out against another way of counting."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.surveys.publication.rows import answered
from rounds.surveys.publication.values import Wave
from rounds.surveys.scores import (
    MEAN,
    NOT_APPLICABLE,
    NOT_ASKED,
    SKIPPED,
    SUM,
    WEIGHTED,
    Formula,
    answers_needed,
    score_of,
)

FIVE = ("a", "b", "c", "d", "e")
EIGHT = (*FIVE, "f", "g", "h")
REVERSED = {"b": (1, 5)}


def formula(kind=MEAN, members=FIVE, **parts):
    return Formula(kind, members, **parts)


# what is asked, the answers in the order of the members, the score by hand
WORKED = [
    ("mean", formula(), [1, 2, 3, 4, 5], Fraction(3)),
    ("reverse: 2 counts as 4", formula(reversed_ends=REVERSED), [1, 2, 3, 4, 5], Fraction(17, 5)),
    ("reverse leaves a code alone", formula(reversed_ends=REVERSED), [1, SKIPPED, 3, 4, 5], Fraction(13, 4)),
    ("80 %: four of five", formula(), [1, 2, 3, 4, SKIPPED], Fraction(10, 4)),
    ("60 %: three of five", formula(), [1, 2, 3, SKIPPED, SKIPPED], None),
    ("75 % of eight: six", formula(members=EIGHT), [5, 5, 5, 5, 5, 5, SKIPPED, SKIPPED], None),
    ("88 % of eight: seven", formula(members=EIGHT), [5, 5, 5, 5, 5, 5, 4, SKIPPED], Fraction(34, 7)),
    ("one does not apply: three of four, 75 %", formula(), [1, 2, 3, SKIPPED, NOT_APPLICABLE], None),
    ("one does not apply: four of four", formula(), [1, 2, 3, 4, NOT_APPLICABLE], Fraction(10, 4)),
    ("two not seen: three of three", formula(), [1, 2, 3, NOT_APPLICABLE, NOT_APPLICABLE], Fraction(2)),
    ("nothing applies", formula(), [NOT_APPLICABLE] * 5, None),
    ("not asked", formula(), [NOT_ASKED] * 5, None),
    ("two items: both", formula(members=("a", "b")), [2, 5], Fraction(7, 2)),
    ("two items: one", formula(members=("a", "b")), [2, SKIPPED], None),
    ("two items: one does not apply", formula(members=("a", "b")), [2, NOT_APPLICABLE], None),
    ("sum", formula(SUM), [1, 2, 3, 4, 5], Fraction(15)),
    ("a sum is never filled up", formula(SUM), [1, 2, 3, 4, SKIPPED], None),
    (
        "weights",
        formula(WEIGHTED, ("a", "b", "c"), weights={"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}),
        [2, 3, 5],
        Fraction(23, 6),
    ),
    (
        "weights of those who answered alone",
        formula(WEIGHTED, FIVE, weights={"a": Fraction(4), "e": Fraction(9)}),
        [5, 1, 1, 1, SKIPPED],
        Fraction(23, 7),
    ),
]


@pytest.mark.parametrize(("which", "of", "codes", "by_hand"), WORKED, ids=[row[0] for row in WORKED])
def test_score_is_as_worked_by_hand(which, of, codes, by_hand):
    answers = dict(zip(of.members, codes, strict=True))

    assert score_of(of, answers) == by_hand


CODES = st.sampled_from([SKIPPED, NOT_APPLICABLE, NOT_ASKED, 1, 2, 3, 4, 5])


@given(st.lists(CODES, min_size=1, max_size=12))
def test_mean_is_as_numpy_counts_it_and_stands_where_the_door_lets_it(codes):
    members = tuple(f"i{number}" for number in range(len(codes)))
    wave = Wave("w", ("p",), members, np.array([codes]), scores={"s": members})
    applicable = sum(code not in (NOT_APPLICABLE, NOT_ASKED) for code in codes)
    given = [code for code in codes if code >= 0]

    score = score_of(Formula(MEAN, members), dict(zip(members, codes, strict=True)))

    share = len(given) / applicable if applicable else 0
    is_valid = bool(given) and (len(given) == len(codes) if len(codes) <= 2 else share >= 0.8)
    assert (score is not None) is is_valid
    assert (answered(wave, "s") != {}) is is_valid
    if is_valid:
        assert abs(float(score) - np.mean(given)) < 1e-9


@pytest.mark.parametrize(
    ("asked", "needed"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (9, 8), (10, 8), (24, 20)]
)
def test_four_fifths_are_rounded_up(asked, needed):
    assert answers_needed([1] * asked) == needed
