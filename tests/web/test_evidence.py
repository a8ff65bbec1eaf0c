"""Evidence on pages: a figure's picture, its table and its file say the same; every sentence keeps to the words that are allowed."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from rounds.charts import table
from rounds.documents import Table, render_pdf, render_pptx
from rounds.insights.values.careers import NO_HISTORY
from rounds.insights.values.facts import Month, Series
from rounds.insights.values.library import MEASURES
from rounds.insights.values.units import units
from rounds.sheets import write_xlsx
from rounds.web.evidence.answers import answer_of
from rounds.web.evidence.papers.contents import Shown
from rounds.web.evidence.papers.views import rows_of_file
from rounds.web.evidence.papers.writing import figure_deck, figure_document
from rounds.web.evidence.pictures.cards import card_of, picture_of

# percent of a scale's mean, "faster", causes, a p before its estimate, decimals in a percentage
BANNED = re.compile(
    r"\d\.\d+%|times faster|\bcaus|\bbecause of\b|\bthanks to\b|\bp [<=]|leads? to|improves?\b", re.I
)


def figure(measure, result):
    cut = SimpleNamespace(as_of=date(2026, 6, 30))
    return SimpleNamespace(measure=measure, version=MEASURES[measure].version, result=result, cut=cut)


def invented(seed):
    """Return a figure of each measure, with invented numbers."""
    random = Random(seed)
    stages = sorted((random.randint(5, 400) for _ in range(4)), reverse=True)
    share = [stages[-1] / stages[0], 0.1, 0.9]
    yield figure("flow", {"stages": stages, "n": stages[0], "estimates": {"share": share}})
    rows = [{"label": f"D{n}", "pairs": 9, "held": random.randint(0, 40), "agreed": 20} for n in range(3)]
    hidden = [{"label": "Small", "hidden": "hidden: fewer than 5"}] if seed % 2 else []
    yield figure("contact", {"rows": rows[: 1 + seed % 3] + hidden, "n": 30})
    changes = [
        {"label": "Lead", "n": 12, "value": value, "low": value - 1, "high": value + 1}
        for value in (random.uniform(-3, 3) for _ in range(3))
    ]
    yield figure("confidence", {"rows": changes + hidden, "answered_on": "2026-05-04"})
    points = [[n / 4, 1 - n / 80, 1 - n / 60, 1 - n / 100] for n in range(1, 4 + seed % 30)]
    tallies = [[year, 60 - year, year, 0] for year in range(int(points[-1][0]) + 1)]
    curve = {"n": 60, "points": points, "tallies": tallies}
    arms = [{"label": "With a mentor", **curve}, {"label": "Without a mentor", **curve}]
    other = [{"label": "Faculty", **curve}, {"label": "With a mentor", "hidden": "nobody yet"}]
    yield figure("retention", {"n": 60, "lost": seed % 3, "curves": arms if seed % 2 else other})
    risen = {**curve, "tallies": [[year, 58 - year, year, 0, seed % 2] for year, *_ in tallies]}
    yield figure("promotion", {"n": 60, "curves": [{"label": "Risen", **(risen if seed % 3 else curve)}]})
    yield from invented_shares(random, seed)


def invented_shares(random, seed):
    """Return a figure of each measure that is a share, and of units."""
    pair = sorted((random.randint(5, 90) for _ in range(2)), reverse=True)
    share = [pair[1] / pair[0], 0.2, 0.8]
    for measure in ("agreement", "asks"):
        yield figure(measure, {"counts": pair, "pairs": pair[0], "estimates": {"share": share}})
    yield figure("qi_met", {"counts": [pair[0], *pair], "estimates": {"share": share}})
    rows = [
        {"label": f"Residency {n}", "n": 12, "stayed": n, "value": n / 12, "low": n / 14, "high": n / 10}
        for n in range(1, 3 + seed % 4)
    ]
    rows += [{"label": "Small", "hidden": "hidden: fewer than 10"}] if seed % 2 else []
    mean = {"mean_of_programs": [0.2, 0.1, 0.4]} if seed % 3 else {}
    yield figure("stayed_on", {"n": 60, "rows": rows, "estimates": {"share": share}, **mean})
    months = [
        Month(
            date(2024 + n // 12, n % 12 + 1, 1),
            random.randint(0, 9),
            random.randint(300, 900),
            note="x" * (n == 5),
        )
        for n in range(3 + seed)
        if n != 2
    ]
    names = (("4 West", "Falls", "patient days", 1000), ("ICU", "Infections", "device days", 1000))
    yield figure("safety", units([Series(*name, tuple(months)) for name in names[: 1 + seed % 2]]))


@pytest.mark.parametrize("seed", range(40))
def test_table_and_file_say_the_same_in_words_that_are_allowed(seed):
    for one in invented(seed):
        picture = picture_of(one)
        found = table(picture)
        header, rows = rows_of_file(one, picture)
        written = list(csv.reader(StringIO("\n".join(",".join(f'"{c}"' for c in row) for row in rows))))

        assert tuple(header) == found.header
        assert [tuple(row) for row in written[: len(found.rows)]] == list(found.rows)
        said = (picture.words.title, picture.words.sentence)
        assert not [words for words in said if BANNED.search(words)]
        assert MEASURES[one.measure].name in picture.words.note


@pytest.mark.parametrize("seed", range(40))
def test_paper_and_slide_hold_the_cells_of_the_page(seed):
    for one in invented(seed):
        shown = Shown(card_of(one), picture_of(one))
        found = table(shown.picture)
        header, rows = rows_of_file(one, shown.picture)
        (paper,) = [
            block
            for block in figure_document(shown, "A hospital", date(2026, 6, 30)).blocks
            if isinstance(block, Table)
        ]
        (slide,) = figure_deck(shown, "A hospital", date(2026, 6, 30)).slides

        cells = [tuple(header), *map(tuple, rows[: len(found.rows)])]
        assert [paper.head, *paper.rows] == cells
        beside = [slide.table.head, *slide.table.rows] if slide.table else []
        told = {" | ".join(row) for row in cells}
        assert beside == cells or told <= set(slide.notes.split("\n"))
        assert shown.card.note in slide.notes
        assert slide.title == shown.picture.words.title


def test_every_file_of_a_figure_says_the_same_numbers():
    """Read by other libraries than those that wrote them; slow, because a process of its own sets each page."""
    (one,) = [figure for figure in invented(3) if figure.measure == "contact"]
    shown = Shown(card_of(one), picture_of(one))
    header, rows = rows_of_file(one, shown.picture)
    said = [cell for row in [header, *rows[: len(table(shown.picture).rows)]] for cell in row if cell]

    sheet = load_workbook(BytesIO(write_xlsx(header, rows))).active
    assert [cell or "" for cell in next(sheet.iter_rows(values_only=True))] == header
    assert {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row} >= set(said)
    about = shown, "A hospital", date(2026, 6, 30)
    paper = PdfReader(BytesIO(render_pdf(figure_document(*about))))
    on_paper = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert not [cell for cell in said if cell not in on_paper]
    slides = Presentation(BytesIO(render_pptx(figure_deck(*about)))).slides
    on_slides = [
        cell.text
        for shape in slides[1].shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert set(on_slides) - {""} == set(said)


@pytest.mark.parametrize("measure", ["seats", "qi", "grants", "roles", "proposals"])
def test_rates_of_a_handful_of_events_are_not_set_beside_each_other(measure):
    rows = [
        {"label": "With a mentor", "value": 6.7, "low": 0.8, "high": 24.3, "events": 2, "years": 30, "n": 52},
        {
            "label": "Without a mentor",
            "value": 2.3,
            "low": 1.7,
            "high": 3.2,
            "events": 40,
            "years": 1724,
            "n": 351,
        },
    ]
    few = picture_of(figure(measure, {"rows": rows, "estimates": {"ratio": [2.9, 0.3, 11.2]}}))
    many = [{**row, "events": row["events"] * 10} for row in rows]
    enough = picture_of(figure(measure, {"rows": many, "estimates": {"ratio": [2.9, 0.3, 11.2]}}))

    assert "too few to compare" in few.words.title
    assert "6.7" not in few.words.title
    assert "Imprecise" in few.words.sentence
    assert ("2.9" in few.words.sentence, "2.9" in enough.words.sentence) == (False, True)
    assert "6.7" in enough.words.title
    assert "Imprecise" not in enough.words.sentence


def test_title_says_what_the_numbers_say():
    titles = [picture_of(one).words.title for seed, one in product([0], invented(0))]

    assert "of" in titles[0]
    assert re.search(r"D\d held \d+ of 20 agreed conversations", titles[1])
    assert "onfidence" in titles[2]


def test_hidden_departments_give_away_neither_names_nor_totals():
    small = [{"label": one, "hidden": "hidden: fewer than 5"} for one in ("Surgery", "Pathology", "")]
    medicine = {"label": "Medicine", "pairs": 9, "held": 7, "agreed": 18}

    card = card_of(figure("contact", {"rows": small, "n": 3}))
    assert (card.picture, card.reason) == (None, "Too few pairs to show conversations by department.")
    some = figure("contact", {"rows": [medicine, *small], "n": 12})
    told = f"{picture_of(some)} {rows_of_file(some, picture_of(some))} {card_of(some).picture}"
    assert not [word for word in ("Surgery", "Pathology", "12 pairs", "atched") if word in told]
    assert "Others" in told


def test_answer_says_what_is_missing_and_never_a_cause():
    for seed in range(40):
        cards = [card_of(one) for one in invented(seed)]
        for shown in (cards[:3], cards[3:], []):
            said = answer_of(shown)
            assert said.startswith("We cannot tell yet: ")
            assert said.count(".") == 1
            assert not BANNED.search(said)
    unknown = card_of(figure("retention", {"hidden": NO_HISTORY}))
    assert answer_of([unknown]).endswith("no personnel history with those who left has been imported.")
    hidden = card_of(figure("confidence", {"hidden": "hidden: fewer than 10"}))
    assert answer_of([hidden]) == "We cannot tell yet: fewer than 10 people, so the figure is hidden."


def test_counts_under_each_tick_are_all_of_the_group():
    tallies = [[0, 50, 0, 0, 0], [1, 51, 4, 2, 3]]
    curve = {"label": "Risen", "n": 60, "points": [[1.0, 0.1, 0.05, 0.2]], "tallies": tallies}

    rows = table(picture_of(figure("promotion", {"n": 60, "curves": [curve]}))).rows
    assert [row[3:] for row in rows] == [("10", "50", "0", "0", "0"), ("0", "51", "4", "3", "2")]


def test_figure_that_is_hidden_has_no_picture():
    assert picture_of(figure("flow", {"hidden": "hidden: fewer than 5"})) is None


@pytest.mark.parametrize(("agreed", "said"), [(0, "none were due yet"), (30, "0 of 1 departments hold")])
def test_what_nothing_was_due_of_is_compared_with_nothing(agreed, said):
    rows = [{"label": "Medicine", "held": 21, "agreed": 0}, {"label": "Surgery", "held": 9, "agreed": agreed}]
    drawn = picture_of(figure("contact", {"rows": rows, "n": 12, "estimates": {}}))
    assert said in drawn.words.title
    assert drawn.rows[0].words == "21, none due yet"
