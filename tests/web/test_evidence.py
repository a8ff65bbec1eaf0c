"""Evidence on pages: a figure's picture, its table and its file say the same; every sentence keeps to the words that are allowed."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest

from rounds.charts import table
from rounds.insights.values.library import MEASURES
from rounds.web.evidence.pictures import picture_of
from rounds.web.evidence.views import rows_of_file

# percent of a scale's mean, "faster", causes, a p before its estimate, decimals in a percentage
BANNED = re.compile(
    r"\d\.\d+%|times faster|\bcaus|\bbecause of\b|\bthanks to\b|\bp [<=]|leads? to|improves?\b", re.I
)


def figure(measure, result):
    cut = SimpleNamespace(as_of=date(2026, 6, 30))
    return SimpleNamespace(measure=measure, version=1, result=result, cut=cut)


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
    yield figure("promotion", {"n": 60, "curves": [{"label": "Risen", **curve}]})


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


def test_title_says_what_the_numbers_say():
    titles = [picture_of(one).words.title for seed, one in product([0], invented(0))]

    assert "of" in titles[0]
    assert re.search(r"D\d held \d+ of 20 agreed conversations", titles[1])
    assert "onfidence" in titles[2]


def test_figure_that_is_hidden_has_no_picture():
    assert picture_of(figure("flow", {"hidden": "hidden: fewer than 5"})) is None
