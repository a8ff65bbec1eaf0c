"""The months of a pair on the homes of both: a letter stands for its month of the calendar."""

from datetime import date
from types import SimpleNamespace

import pytest

from rounds.mentorships.dues.values import Span
from rounds.web.home import months


@pytest.mark.parametrize(
    ("opened_on", "held_on", "shown"),
    [
        # what was held in a month fills the square with its letter
        (date(2026, 6, 21), [date(2026, 9, 30), date(2026, 11, 17)], "J- A- S+ O- N+ D "),
        # the days of June count once the two have talked in them, and a whole month always
        (date(2026, 6, 21), [date(2026, 6, 29)], "J+ J- A- S- O- N  D "),
        (date(2026, 9, 1), [], "S- O- N  D "),
        # a pair of more than a year is shown to its planned end
        (date(2025, 11, 1), [], "N- D- J- F- M- A- M- J- J- A- S- O- N  D "),
    ],
)
def test_months_are_those_of_the_calendar(monkeypatch, opened_on, held_on, shown):
    monkeypatch.setattr(months, "institution_today", lambda: date(2026, 11, 27))
    pair = SimpleNamespace(opened_on=opened_on, planned_end_on=date(2026, 12, 20))

    found = months.months_of(pair, held_on, ())

    signs = {True: "+", False: "-", None: " "}
    assert " ".join(month.letter + signs[month.is_held] for month in found) == shown
    assert [month.letter for month in found if month.is_now] == ["N"]


def test_pair_of_a_few_days_is_said_nothing_of_no_months(monkeypatch):
    monkeypatch.setattr(months, "institution_today", lambda: date(2026, 11, 27))
    pair = SimpleNamespace(opened_on=date(2026, 11, 20), planned_end_on=date(2027, 5, 1))

    assert months.months_words(months.months_of(pair, [], ())) == "No month is over yet"


def test_month_in_which_the_pair_stood_still_is_no_month_to_miss(monkeypatch):
    monkeypatch.setattr(months, "institution_today", lambda: date(2026, 11, 27))
    pair = SimpleNamespace(opened_on=date(2026, 7, 1), planned_end_on=date(2026, 12, 20))
    stops = [Span(date(2026, 8, 1), date(2026, 9, 1)), Span(date(2026, 9, 3), date(2026, 9, 20))]

    found = months.months_of(pair, [date(2026, 10, 5)], stops)

    # August was a leave; September had days on which the two could talk
    assert [month.is_held for month in found] == [False, None, False, True, None, None]
    assert months.months_words(found) == "A conversation in 1 of 3 months"
