"""Two institutions together: audited tables alone cross, sums equal the count by hand, and no row is a person."""

from __future__ import annotations

import json
import math

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from rounds.evidence.answers.pooling import random_effects
from rounds.evidence.answers.rates import rate
from rounds.evidence.answers.shares import share
from rounds.evidence.facts.tables import Rate, Share, pooled_rate, pooled_ratio, pooled_share
from rounds.insights.values.library import MEASURES
from rounds.insights.values.pooling import (
    NoTables,
    Tables,
    differing,
    pooled,
    read,
    table_of,
    written,
)
from rounds.web.evidence.pooling import TablesForm


def rows(*counts):
    """Return a figure of rates: events and years with a mentor and without, none where hidden."""
    names = ("With a mentor", "Without a mentor")
    return {
        "rows": [
            {"label": name, "hidden": "hidden: fewer than 10"}
            if one is None
            else {"label": name, "events": one[0], "years": one[1], "n": 40, "value": 1, "low": 0, "high": 2}
            for name, one in zip(names, counts, strict=True)
        ]
    }


def tables(name, **results):
    found = {key: table_of(key, result) for key, result in results.items()}
    return Tables(name, "2026-06-30", {key: one for key, one in found.items() if one})


HERE = tables("Here", qi=rows((12, 100.0), (30, 400.0)), qi_met={"counts": [40, 30, 18], "people": 20})
THERE = tables("There", qi=rows((8, 60.0), (22, 340.0)), qi_met={"counts": [20, 15, 12], "people": 15})


def test_two_institutions_together_equal_the_count_by_hand():
    found = {(one.measure, one.group, one.kind): one for one in pooled([HERE, read(written(THERE).encode())])}

    mentored = found["qi", "With a mentor", "rate"]
    assert (mentored.parts, mentored.pooled.value) == (("12 / 100", "8 / 60"), 100 * 20 / 160)
    assert found["qi", "Without a mentor", "rate"].pooled.value == pytest.approx(100 * 52 / 740, abs=1e-12)
    assert found["qi_met", "", "share"].pooled.value == 30 / 60
    # ratios 1.6 and 2.0606: logs .470004 and .723001, variances 7/60 and 15/88; Q .2226 under 1, so tau2 is 0
    by_hand = (math.log(1.6) * 60 / 7 + math.log((8 / 60) / (22 / 340)) * 88 / 15) / (60 / 7 + 88 / 15)
    assert found["qi", "", "ratio"].pooled.value == pytest.approx(math.exp(by_hand), abs=1e-12)


@pytest.mark.parametrize("events", [0, 1, 7, 40, 900])
def test_sums_have_the_intervals_of_the_engine(events):
    ours, theirs = (
        pooled_rate([Rate(events, 30.5), Rate(0, 9.5)], 100.0),
        rate(events, 40.0, per=100.0)["rate"],
    )

    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)
    n = events + 5
    ours, theirs = pooled_share([Share(events, n), Share(0, 3)]), share(events, n + 3)["share"]
    assert (ours.value, ours.low, ours.high) == pytest.approx(
        (theirs.value, theirs.low, theirs.high), abs=1e-12
    )


def test_ratios_that_differ_are_taken_as_the_engine_takes_them():
    pairs = [(Rate(30, 100), Rate(10, 100)), (Rate(10, 90), Rate(30, 95)), (Rate(15, 80), Rate(14, 120))]
    logs = [math.log(a.events / a.years / (b.events / b.years)) for a, b in pairs]
    errors = [math.sqrt(1 / a.events + 1 / b.events) for a, b in pairs]

    theirs = random_effects(logs, errors)["mean"]

    ours = pooled_ratio([*pairs, (Rate(0, 50), Rate(3, 50))])
    assert (ours.value, ours.low, ours.high) == pytest.approx(
        tuple(math.exp(one) for one in (theirs.value, theirs.low, theirs.high)), rel=1e-9
    )
    assert pooled_ratio(pairs[:1]) is None


def test_file_holds_sums_of_what_is_shown_and_nothing_of_anybody():
    shown = tables(
        "Here", qi=rows(None, (30, 400.0)), seats={"hidden": "closed"}, qi_met={"counts": [40, 30, 18]}
    )

    said = json.loads(written(shown))
    assert said["tables"].keys() == {"qi", "qi_met"}
    assert said["tables"]["qi"]["rows"] == {"Without a mentor": [30, 400.0]}
    assert said.keys() == {"rounds_tables", "institution", "as_of", "tables", "digest"}


def test_what_is_hidden_in_one_is_in_no_sum():
    hidden = tables("There", qi=rows(None, (22, 340.0)))

    found = {one.group: one for one in pooled([HERE, hidden])}
    assert found["With a mentor"].pooled is None
    assert found["With a mentor"].parts == ("12 / 100", "–")


def test_measure_that_is_counted_otherwise_stays_out():
    table = {**THERE.tables["qi"], "definition": "0" * 64}
    other = Tables("There", "2026-06-30", {**THERE.tables, "qi": table})

    assert {one.measure for one in pooled([HERE, other])} == {"qi_met"}
    assert differing(HERE, other) == ["qi"]
    assert HERE.tables["qi"]["definition"] == MEASURES["qi"].digest


def changed(**said):
    return json.dumps({**json.loads(written(THERE)), **said}).encode()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "format"),
        (b"\xff\xfe", "format"),
        (b"[]", "format"),
        (b'{"digest": "x"}', "format"),
        (changed(as_of="2027-01-01"), "changed"),
        (
            written(
                Tables("T", "2026-06-30", {"qi": {"definition": "x", "rows": {"Bob": [1, 2.0]}}})
            ).encode(),
            "format",
        ),
        (
            written(Tables("T", "2026-06-30", {"qi_met": {"definition": "x", "some": 9, "of": 2}})).encode(),
            "format",
        ),
        (
            written(Tables("T", "2026-06-30", {"people": {"definition": "x", "some": 1, "of": 2}})).encode(),
            "format",
        ),
    ],
)
def test_file_that_was_changed_or_is_something_else_is_refused(data, cause):
    with pytest.raises(NoTables, match=cause):
        read(data)


def form_of(*files):
    uploaded = [SimpleUploadedFile(f"{n}.json", data) for n, data in enumerate(files)]
    return TablesForm({}, MultiValueDict({"file": uploaded}), own=HERE)


def test_own_file_and_one_file_twice_would_count_twice():
    theirs, mine = written(THERE).encode(), written(HERE).encode()
    assert form_of(theirs).errors == {}
    for files, name in (((mine,), "Here"), ((theirs, theirs), "There")):
        form = form_of(*files)
        assert not form.is_valid()
        assert f"{name} is here already" in form.errors["file"][0]
    assert "was changed" in form_of(changed(as_of="2027-01-01")).errors["file"][0]
