"""The one date field: short years, bounds in words, no way to a year 27."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms

from rounds.core.fields import DateField, MomentField

YEAR_2026 = datetime(2026, 11, 3, 12, tzinfo=UTC)


class DayForm(forms.Form):
    on = DateField(label="On")
    at = MomentField(label="At", required=False)


@pytest.fixture(autouse=True)
def _in_2026(time_machine):
    time_machine.move_to(YEAR_2026)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-06-30", date(2027, 6, 30)),
        ("06/30/2027", date(2027, 6, 30)),
        ("06/30/27", date(2027, 6, 30)),
        ("6/30/0027", date(2027, 6, 30)),
        ("0027-06-30", date(2027, 6, 30)),  # a date box in which two digits were typed
        ("6/15/99", date(1999, 6, 15)),
        ("6/15/75", date(2075, 6, 15)),
        ("6/15/77", date(1977, 6, 15)),
        ("Jun 30, 2027", date(2027, 6, 30)),
    ],
)
def test_a_short_year_is_the_near_one(typed, day):
    form = DayForm({"on": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == day


@pytest.mark.parametrize("typed", ["9999-12-31", "1899-12-31", "2101-01-01", "0127-06-30", "12/31/9999"])
def test_a_day_out_of_bounds_is_refused_in_words(typed):
    form = DayForm({"on": typed})

    assert form.errors["on"] == ["Choose a day from 1 Jan 1900 to 31 Dec 2100."]


@pytest.mark.parametrize(
    "typed", ["²", "30.6", "2027-02-30", "2027-13-01", "tomorrow", "9" * 5000, "00000-01-01"]
)
def test_what_is_no_date_is_refused_in_words(typed):
    assert DayForm({"on": typed}).errors["on"] == ["This is not a date. Write it as 2027-07-01."]


def test_a_missing_date_is_asked_for():
    assert DayForm({"on": ""}).errors["on"] == ["The date is missing. Choose one."]


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "0101-01-01T00:00", "12/31/9999 10:00"])
def test_a_moment_out_of_bounds_is_refused_in_words(typed):
    form = DayForm({"on": "2027-06-30", "at": typed})

    assert "at" in form.errors


def test_a_moment_with_a_short_year_is_the_near_one():
    form = DayForm({"on": "2027-06-30", "at": "0027-06-30T14:30"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"].year == 2027
