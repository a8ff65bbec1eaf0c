"""Pictures keep their words apart, say what they show, and hold the same numbers as their tables."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rounds.charts import NARROW, WIDE, layout, on_paper, on_screen, table
from rounds.charts.drawing import Text
from rounds.charts.dresses import GREYS
from rounds.charts.pictures import (
    Between,
    Change,
    ChangeRow,
    Contact,
    ContactRow,
    Curve,
    Curves,
    Flow,
    Forest,
    ForestRow,
    Funnel,
    FunnelColumn,
    Hidden,
    Point,
    Run,
    Runs,
    Stage,
    Tally,
    Words,
)
from rounds.web.drawing.samples import pictures
from tests.charts.geometry import overlaps

LAW = settings(max_examples=60, deadline=None)
WIDTHS = st.sampled_from((256, NARROW, 340, 420, 480, 560, WIDE, 900, 1200))
LABELS = st.text("abcdefgh Wm", min_size=1, max_size=40)
WORDS = Words("A finding", "A sentence")
HIDDEN = st.builds(Hidden, LABELS, st.just("hidden: fewer than 5"))
SHARES = st.floats(0, 1)


def between(low, high):
    return st.lists(st.floats(low, high), min_size=3, max_size=3).map(
        lambda ends: Between(
            sorted(ends)[1],
            min(ends),
            max(ends),
            f"{sorted(ends)[1]:.2f} ({min(ends):.2f} to {max(ends):.2f})",
        )
    )


@st.composite
def curves(draw):
    until, many = draw(st.sampled_from((5, 60, 120))), draw(st.integers(1, 2))
    found = []
    for which in range(many):
        values = sorted(draw(st.lists(SHARES, min_size=1, max_size=12)), reverse=True)
        points = tuple(
            Point(until * k / len(values), one, max(0, one - 0.1), min(1, one + 0.1))
            for k, one in enumerate(values)
        )
        n = draw(st.integers(10, 40_000))
        tallies = tuple(Tally(until * k / 5, n, 0, 0, later=2 - which) for k in range(6))
        found.append(Curve(("Mentored", "Others")[which], points, tallies))
    return Curves(WORDS, tuple(found), "months", "risen", until, "left" if n % 2 else "")


COUNTS = st.tuples(*[st.integers(0, 40)] * 5)
FUNNELS = st.lists(
    st.builds(FunnelColumn, st.integers(5, 999), COUNTS, st.just((3.1, 4.6)), st.just((2.8, 4.9))),
    min_size=1,
    max_size=5,
)


@st.composite
def runs(draw):
    """Return one to five series of one month to fifty, some missing, with long names, verdicts and notes."""
    made = []
    for _series in range(draw(st.integers(1, 5))):
        many = draw(st.integers(1, 50))
        values = draw(st.lists(st.one_of(st.none(), st.floats(0, 900)), min_size=many, max_size=many))
        notes = draw(st.lists(st.tuples(st.integers(0, many - 1), LABELS), max_size=3))
        made.append(
            Run(
                label=draw(LABELS),
                unit=draw(LABELS),
                months=tuple(f"{2020 + place // 12}-{place % 12 + 1:02}" for place in range(many)),
                values=tuple(values),
                median=draw(st.floats(0, 900)),
                verdict=draw(LABELS),
                longest="7, at most 8",
                crossings="9, at least 8",
                notes=tuple(notes),
            )
        )
    return Runs(WORDS, tuple(made))


PICTURES = st.one_of(
    runs(),
    st.builds(Funnel, st.just(WORDS), FUNNELS.map(tuple), st.floats(3, 4), st.just("mentees who spoke")),
    st.builds(
        Flow,
        st.just(WORDS),
        st.lists(
            st.builds(Stage, LABELS, st.integers(0, 99_999), st.sampled_from(("", "64%"))),
            min_size=1,
            max_size=7,
        ).map(lambda s: tuple(sorted(s, key=lambda one: -one.n))),
    ),
    st.builds(
        Contact,
        st.just(WORDS),
        st.lists(
            st.one_of(HIDDEN, st.builds(ContactRow, LABELS, st.integers(0, 900), st.integers(0, 900))),
            max_size=8,
        ).map(tuple),
    ),
    st.builds(
        Change,
        st.just(WORDS),
        st.lists(
            st.one_of(
                HIDDEN,
                st.builds(
                    ChangeRow,
                    LABELS,
                    st.integers(10, 900),
                    st.floats(0, 10),
                    st.floats(0, 10),
                    between(-3, 5),
                ),
            ),
            max_size=6,
        ).map(tuple),
        st.just(0.0),
        st.just(10.0),
        st.just("points of 10"),
    ),
    st.builds(
        Forest,
        st.just(WORDS),
        st.lists(
            st.one_of(HIDDEN, st.builds(ForestRow, LABELS, between(0.3, 4), st.booleans())), max_size=6
        ).map(tuple),
        st.just((0.5, 1.0, 2.0)),
        st.just(1.0),
        st.sampled_from(
            ("rate ratio", "ratio of hazards in time, with a mentor and without; leaving competes, both ways")
        ),
        st.just(True),
        claimed=st.floats(1.02, 2),
        claimed_words=st.just("claimed size"),
    ),
    curves(),
)


@LAW
@given(PICTURES, WIDTHS)
def test_words_never_meet_words_or_marks(picture, width):
    """Slow, because it draws eight kinds of random pictures at nine widths."""
    drawing = layout(picture, width)

    assert overlaps(drawing) == []


@pytest.mark.parametrize("name", pictures())
def test_both_dresses_are_whole_and_hold_the_same_words(name):
    drawing = layout(pictures()[name], WIDE)

    screen, paper = (ElementTree.fromstring(one) for one in (on_screen(drawing, name), on_paper(drawing)))

    words = [one.words for one in drawing.marks if isinstance(one, Text)]
    for dressed in (screen, paper):
        assert [one.text for one in dressed.iter() if one.tag.endswith("text")] == words
    assert screen.get("aria-labelledby").split() == [screen[0].get("id"), screen[1].get("id")]
    assert screen[0].text == pictures()[name].words.title
    assert len(screen[1].text) > 30


def test_the_page_gets_classes_only_and_each_role_has_a_dress():
    drawings = [layout(one, width) for one in pictures().values() for width in (NARROW, WIDE)]

    roles = {mark.role for drawing in drawings for mark in drawing.marks}

    assert roles <= GREYS.keys()
    for drawing in drawings:
        assert not re.search(r"\b(style|fill|stroke|onload)=|<script", on_screen(drawing, "one"))


def test_words_of_people_are_escaped():
    drawing = layout(Flow(Words("<b>&", "x"), (Stage('<script>"', 3),)), WIDE)

    assert "<script>" not in on_screen(drawing, '"><i>') + on_paper(drawing)
    assert "<i>" not in on_screen(drawing, '"><i>')


@pytest.mark.parametrize("name", pictures())
def test_every_figure_of_a_picture_stands_in_its_table(name):
    picture = pictures()[name]

    cells = " ".join(cell for row in table(picture).rows for cell in row)

    figures = [
        one.words for one in layout(picture, WIDE).marks if isinstance(one, Text) and one.role == "strong"
    ]
    written = {part for words in figures for part in re.findall(r"[\d.,−+]+\d%?", words)} - {"1.3", "95"}
    assert table(picture).even
    assert [part for part in written if part not in cells] == []


@pytest.mark.parametrize("last", [7, 8])
def test_the_last_year_that_every_curve_reaches_has_its_counts_however_narrow(last):
    points = (Point(0, 0, 0, 0), Point(last + 0.4, 0.7, 0.6, 0.8))
    tallies = tuple(Tally(year, 382 - year, year, 100, 0) for year in range(last + 1))
    picture = Curves(Words("a", "b"), (Curve("Faculty", points, tallies),), "years", "risen", last + 0.4)

    written = {one.words for one in layout(picture, NARROW).marks if isinstance(one, Text)}

    assert f"{382 - last}" in written


def test_followed_left_and_censored_add_up_under_each_tick():
    for curve in pictures()["retention"].curves:
        assert {one.at_risk + one.events + one.censored for one in curve.tallies} == {
            curve.tallies[0].at_risk
        }


def test_a_hidden_row_shows_its_reason_and_no_number():
    picture = Contact(WORDS, (Hidden("Pathology", "hidden: fewer than 5"), ContactRow("Surgery", 3, 9)))

    words = [one.words for one in layout(picture, WIDE).marks if isinstance(one, Text)]

    assert words[:2] == ["Pathology", "hidden: fewer than 5"]
    assert table(picture).rows[0] == ("Pathology", "hidden: fewer than 5", "")


def test_rows_of_one_name_keep_their_own_numbers():
    drawing = layout(Contact(WORDS, (ContactRow("Pulse", 3, 9), ContactRow("Pulse", 4, 4))), WIDE)

    said = [one.words for one in drawing.marks if isinstance(one, Text) and one.role == "strong"]
    assert said == ["3 of 9", "4 of 4"]
