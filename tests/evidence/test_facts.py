"""What happened and when we knew it: corrections, cuts that replay, erasure, and days followed, counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.evidence.facts.cohorts import Followed, Span, follow, person_days, refused_for_retention
from rounds.evidence.facts.cuts import changed, cut, without
from rounds.evidence.facts.events import (
    Check,
    Event,
    Place,
    Precision,
    Word,
    faults,
    is_confirmed,
    known,
    needs_both_ends,
)


def at(day):
    return datetime(2027, 1, day, tzinfo=UTC)


FIRST = Event("a", "cleo", "promotion", date(2026, 7, 1), date(2026, 7, 2), "hr", "k1", at(1), 2)
CORRECTED = replace(
    FIRST, id="b", from_on=date(2026, 9, 1), to_on=date(2026, 9, 2), recorded_at=at(5), corrects="a"
)
GONE = replace(CORRECTED, id="c", recorded_at=at(9), corrects="b", withdrawn=True)
OTHER = Event("d", "bob", "seat", date(2025, 1, 1), date(2026, 1, 1), "self", "k2", at(2))
ROWS = (FIRST, CORRECTED, GONE, OTHER)


@pytest.mark.parametrize(("day", "ids"), [(1, ["a"]), (2, ["a", "d"]), (6, ["b", "d"]), (10, ["d"])])
def test_what_was_known_then_is_what_was_recorded_by_then(day, ids):
    assert [one.id for one in known(ROWS, at(day))] == ids


@given(st.permutations(ROWS))
def test_a_cut_is_the_same_whatever_came_first(rows):
    assert cut(rows, date(2027, 1, 1), at(6)) == cut(ROWS, date(2027, 1, 1), at(6))


def test_a_correction_changes_its_block_and_no_other_and_the_old_cut_replays():
    before, after = (cut(ROWS, date(2027, 1, 1), at(day)) for day in (4, 6))

    assert changed(before, after) == (("promotion", 2026),)
    assert cut(ROWS, date(2027, 1, 1), at(4)).digest == before.digest != after.digest


def test_an_erased_person_is_in_no_cut_and_the_cut_says_so():
    kept = cut(ROWS, date(2027, 1, 1), at(6))

    left = without(kept, "cleo")

    assert {one.person for one in left.events} == {"bob"}
    assert (left.note, left.can_be_recomputed) == ("1 person left: can't be recomputed to the digit.", False)
    assert without(kept, "nobody") == kept


def test_coarse_days_enter_at_their_middle_and_many_of_them_ask_for_both_ends():
    places = [OTHER.on(one) for one in (Place.FIRST, Place.MIDDLE, Place.LAST)]

    assert places == [date(2025, 1, 1), date(2025, 7, 2), date(2025, 12, 31)]
    assert (OTHER.precision, FIRST.precision) == (Precision.YEAR, Precision.DAY)
    assert needs_both_ends([OTHER, FIRST])
    assert not needs_both_ends([OTHER, *[FIRST] * 10])


def test_rows_that_no_table_may_hold_are_named():
    empty = replace(FIRST, id="e", source_key="k3", to_on=FIRST.from_on)
    stray = replace(CORRECTED, id="f", person="bob")
    twice = replace(FIRST, id="g")

    said = faults([FIRST, empty, stray, twice])

    assert len(said) == 3
    assert faults(ROWS) == ()


def test_the_last_word_of_each_checker_counts_and_one_wrong_outweighs():
    def word(checker, said, day):
        return Check("a", checker, said, date(2027, 1, day))

    assert is_confirmed(FIRST, []) is None
    assert is_confirmed(FIRST, [word("owner", Word.WRONG, 1), word("owner", Word.RIGHT, 2)]) is True
    assert is_confirmed(FIRST, [word("owner", Word.RIGHT, 1), word("office", Word.WRONG, 2)]) is False


# histories counted by hand: (case, what is given, days at entry, exit, what ended it, day of joining, lost)
ZERO, LOOKED, CUT = date(2020, 1, 1), date(2020, 1, 1), date(2026, 1, 1)
HISTORIES = [
    ("still here", {"sightings": [date(2025, 12, 1)]}, (0, 2192, 0, None, False)),
    ("rose", {"sightings": [date(2025, 12, 1)], "exits": {1: date(2022, 1, 1)}}, (0, 731, 1, None, False)),
    (
        "left first",
        {"sightings": [], "exits": {1: date(2022, 1, 1), 2: date(2021, 1, 1)}},
        (0, 366, 2, None, False),
    ),
    ("lost", {"sightings": [date(2022, 1, 1)]}, (0, 731, 0, None, True)),
    ("mentored later", {"sightings": [CUT], "joined_on": date(2021, 1, 1)}, (0, 2192, 0, 366, False)),
    (
        "joined after leaving",
        {"sightings": [], "exits": {2: date(2021, 1, 1)}, "joined_on": date(2022, 1, 1)},
        (0, 366, 2, None, False),
    ),
    (
        "there before we looked",
        {"sightings": [CUT], "observed_from": date(2021, 1, 1)},
        (366, 2192, 0, None, False),
    ),
    (
        "imported start",
        {"sightings": [CUT], "observed_from": date(2021, 1, 1), "joined_on": date(2020, 7, 1)},
        (366, 2192, 0, 366, False),
    ),
    (
        "followed until consent ended",
        {"sightings": [CUT], "ended_on": date(2025, 1, 1)},
        (0, 1827, 0, None, False),
    ),
    ("exit after the cut", {"sightings": [CUT], "exits": {1: date(2026, 2, 1)}}, (0, 2192, 0, None, False)),
]


@pytest.mark.parametrize(("name", "given_", "expected"), HISTORIES, ids=[one[0] for one in HISTORIES])
def test_days_followed_equal_the_count_by_hand(name, given_, expected):
    asked = {"observed_from": LOOKED, **given_}

    found = follow("cleo", zero=ZERO, as_of=CUT, **asked)

    assert found == Followed("cleo", *expected)


def test_nobody_is_followed_for_no_time():
    assert follow("cleo", zero=CUT, observed_from=CUT, as_of=CUT, sightings=[]) is None


def test_two_cycles_and_a_return_count_each_day_once():
    spans = [
        Span(date(2026, 1, 1), date(2026, 2, 1)),
        Span(date(2026, 1, 15), date(2026, 3, 1)),
        Span(date(2026, 6, 1)),
    ]

    assert person_days(spans, date(2026, 1, 1), date(2026, 7, 1)) == 59 + 30
    assert person_days([*spans, spans[0]], date(2026, 1, 1), date(2026, 7, 1)) == 89


def test_a_sheet_of_current_staff_is_refused_with_the_fix():
    assert "with those who left" in refused_for_retention([None, None])
    assert refused_for_retention([None, date(2026, 1, 1)]) == refused_for_retention([]) == ""
