"""Months as the calendar has them."""

from datetime import date

import pytest

from rounds.core.dates import months_after, months_between


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 7, 1), 12, date(2028, 7, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 1, 1), -2, date(2026, 11, 1)),
    ],
)
def test_months_after(start, months, end):
    assert months_after(start, months) == end


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2027, 7, 1), date(2028, 7, 1), 12),
        (date(2027, 7, 1), date(2027, 7, 2), 1),
        (date(2027, 7, 1), date(2027, 8, 2), 2),
        (date(2027, 7, 1), date(2027, 7, 1), 1),
    ],
)
def test_months_between(first, last, months):
    assert months_between(first, last) == months
