"""What two tabs make of one record."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rounds.core.edits import mark_of, merge
from rounds.web.typed.filling import fill_in

SHOWN = {"shown-name": mark_of("Ann"), "shown-tiers": mark_of(["resident", "fellow"])}


@pytest.mark.parametrize(
    ("typed", "now", "written", "asked"),
    [
        ("Ann", "Ann", "Ann", {}),
        ("Ann", "Bea", "Bea", {}),
        ("Cy", "Ann", "Cy", {}),
        ("Bea", "Bea", "Bea", {}),
        ("Cy", "Bea", "Cy", {"name": "Bea"}),
        (" Ann\r\n", "Bea", "Bea", {}),
    ],
)
def test_field_is_written_if_its_reader_changed_it(typed, now, written, asked):
    merged = merge(SHOWN, {"name": typed}, {"name": now})

    assert (merged.values["name"], merged.theirs) == (written, asked)


@pytest.mark.parametrize(
    ("typed", "now", "written"),
    [
        (["resident", "fellow", "executive"], ["resident"], ["resident", "executive"]),
        (["resident"], ["resident", "fellow", "executive"], ["resident", "executive"]),
        ([], ["fellow", "executive"], ["executive"]),
        (["resident", "fellow"], [], []),
    ],
)
def test_ticks_of_two_are_put_together(typed, now, written):
    merged = merge(SHOWN, {"tiers": typed}, {"tiers": now})

    assert (merged.values["tiers"], merged.theirs) == (written, {})


def test_field_without_mark_counts_as_typed():
    merged = merge({}, {"name": "Cy"}, {"name": "Bea"})

    assert (merged.values, merged.theirs) == ({"name": "Cy"}, {})


def test_mark_is_of_the_moment_not_of_its_zone():
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)

    assert mark_of(noon) == mark_of(noon.astimezone(timezone(timedelta(hours=-5))))


def test_words_that_come_back_bring_the_mark_of_what_they_were_typed_over():
    page = '<input type="hidden" name="shown-name" value="new"><input name="name" value="Bea">'

    filled = fill_in(page, {"shown-name": ["old"], "name": ["Cy"]})

    assert 'value="old"' in filled
    assert 'value="Cy"' in filled
