"""A pitch: what may not be issued, how each figure is printed, and that what was issued stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from rounds import rollout
from rounds.core.access import system
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, OutOfOrder
from rounds.documents import Bullets
from rounds.insights.models import Cut
from rounds.insights.models import Figure as Measure
from rounds.programs.models import Program
from rounds.rollout.enums import Status
from rounds.rollout.models import DocumentVersion, PitchFigure
from rounds.rollout.selectors.pitch import pitch_of
from rounds.rollout.services.pitching import (
    Figure,
    begin_figures,
    change_figure,
    freeze_measure,
    issue_pitch,
    write_pitch,
)
from rounds.rollout.values.figures import SHIPPED, printed, refusals, sources
from rounds.rollout.values.pitch import SURE
from rounds.web.rollout.papers import document_of

UNVERIFIED = [one for one in SHIPPED if one.status == Status.UNVERIFIED]


def told(one, **other):
    said = {
        name: getattr(one, name)
        for name in ("claim", "value", "source", "year", "status", "is_against", "section")
    }
    return SimpleNamespace(**{**said, "is_shown": True, **other})


def test_forty_pitches_that_may_not_be_issued_are_refused():
    """Eight figures that nobody has verified in three sections each, and all against us off in sixteen ways."""
    refused = 0
    others = [told(one) for one in SHIPPED if one.status != Status.UNVERIFIED]
    for one, section in product(UNVERIFIED, SURE):
        (why,) = refusals([*others, told(one, section=section)], "")
        refused += f"section {section}" in why
    against = [told(one, is_shown=False) for one in SHIPPED if one.is_against]
    rest = [told(one) for one in SHIPPED if not one.is_against and one.section == 3]
    for number in range(8):
        for reason in ("", "   "):
            (why,) = refusals([*against, *rest[number:]], reason)
            refused += "against us" in why
    print(f"\n{refused} of 40 refused")
    assert refused == 40
    assert refusals([*against, *rest], "The committee knows them") == []
    assert refusals([told(one) for one in SHIPPED], "") == []


def test_unverified_figure_stands_in_brackets_with_the_word_and_others_with_their_source():
    assert len(UNVERIFIED) == 8
    for one in UNVERIFIED:
        words = printed(told(one))
        assert words.startswith("[")
        assert words.endswith("; unverified]")
    assert printed(told(SHIPPED[0])).endswith("48% v 21% (Straus, Acad Med, 2013)")
    lines = sources([told(one) for one in SHIPPED if one.value])
    assert "Straus, Acad Med, 2013: peer-reviewed, 2 figures (section 3)" in lines
    assert [one for one in lines if "unverified" in one] == [lines[-1]]
    assert lines[-1].startswith("[")
    assert not any("%" in one for one in lines)


@pytest.fixture
def by(in_hospital):
    return system(current_institution_id())


@pytest.fixture
def program(by):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


def changed(program, by, key, **other):
    row = PitchFigure.objects.get(program=program, key=key)
    said = {name: getattr(row, name) for name in Figure.__dataclass_fields__}
    return change_figure(figure_id=row.id, figure=Figure(**{**said, **other}), by=by)


@pytest.mark.django_db
def test_issued_pitch_is_frozen_once_with_the_figures_of_its_day(program, by):
    begin_figures(program=program, by=by)
    begin_figures(program=program, by=by)
    write_pitch(program=program, texts={1: "Twelve mentors, six months"}, one_sided="", by=by)
    first = issue_pitch(program=program, by=by)
    assert issue_pitch(program=program, by=by) == first
    page = [figure for section in first.facts["sections"] for figure in section["figures"]]
    assert not set(first.facts["sections"][9]["figures"]) & set(first.facts["sections"][2]["figures"])
    paper = [
        item
        for block in document_of(first, "House").blocks
        if isinstance(block, Bullets)
        for item in block.items
    ]
    assert page == paper

    changed(program, by, "our_leavers", value="23", source="HR", year=2026)
    second = issue_pitch(program=program, by=by)
    assert (first.number, second.number) == (1, 2)
    assert first.digest != second.digest
    for statement in (
        "UPDATE rollout_documentversion SET digest = 'x'",
        "DELETE FROM rollout_documentversion",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.filter(program=program).update(facts={})


@pytest.mark.django_db
def test_more_than_the_whole_and_a_year_to_come_are_in_no_pitch_and_unwritten_sections_are_named(program, by):
    begin_figures(program=program, by=by)
    with pytest.raises(DomainError, match="at most 10"):
        changed(program, by, "our_confidence", value="14 of 10", source="Baseline", year=2020)
    with pytest.raises(DomainError, match="still to come"):
        changed(program, by, "our_confidence", value="4 of 10", source="Baseline", year=2099)
    changed(program, by, "our_confidence", value="10 of 10, by 16 people", source="Baseline", year=2020)
    write_pitch(program=program, texts={1: "Twelve mentors", 2: " "}, one_sided="", by=by)
    assert [one.number for one in pitch_of(program).unwritten] == [2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.django_db
def test_status_is_raised_only_with_source_and_year_and_unverified_in_a_sure_section_is_not_issued(
    program, by
):
    begin_figures(program=program, by=by)
    with pytest.raises(DomainError, match="where it is from"):
        changed(program, by, "safety", status=Status.PEER_REVIEWED, source="")
    with pytest.raises(DomainError, match="which year"):
        changed(program, by, "safety", status=Status.PEER_REVIEWED)
    changed(program, by, "safety", section=2)
    assert len(pitch_of(program).refusals) == 1
    with pytest.raises(OutOfOrder, match="section 2"):
        issue_pitch(program=program, by=by)


def test_a_figure_of_our_own_is_taken_as_it_was_measured_and_not_rewritten(program, by):
    result = {"n": 370, "estimates": {"at 1": [0.99, 0.97, 0.995], "at 3": [0.912, 0.88, 0.94]}}
    days = {"recorded_until": "2026-01-01T00:00Z", "digest": "d", "code": "1"}
    cut = Cut.objects.create(as_of=date(2026, 3, 2), **days)
    Measure.objects.create(cut=cut, measure="retention", version=1, result=result, digest="d")
    for _press in "12":
        row = freeze_measure(program=program, measure="retention", by=by)
    assert printed(row) == (
        "Faculty appointed here who are still here after 3 years: 91% (interval 88 to 94%, n 370)"
        " (our own figure, Measured in Rounds, figures of 2 Mar 2026, 2026)"
    )
    assert PitchFigure.objects.filter(program=program, key="measured_retention").count() == 1
    kept = Figure(row.section, row.claim, row.value, row.source, row.year, row.status, False, True)
    change_figure(figure_id=row.id, figure=replace(kept, section=6), by=by)
    for change in ({"value": "99%"}, {"source": "HR"}, {"year": 2025}, {"status": "peer_reviewed"}):
        with pytest.raises(DomainError, match="as it was measured"):
            change_figure(figure_id=row.id, figure=replace(kept, **change), by=by)
    with pytest.raises(OutOfOrder, match="not out"):
        freeze_measure(program=program, measure="flow", by=by)


def test_percentages_of_the_article_stand_in_brackets_alone(program, by):
    values = [one.value for one in UNVERIFIED]
    begin_figures(program=program, by=by)
    facts = issue_pitch(program=program, by=by).facts
    lines = [line for one in facts["sections"] for line in (*one["text"].splitlines(), *one["figures"])]
    claimed = [line for line in lines if any(f": {value}" in line for value in values)]
    assert len(claimed) == len(values) == 8
    assert all(line.startswith("[") and line.endswith("unverified]") for line in claimed)

    source = Path(rollout.__file__).parents[1]
    told = re.compile(r"(?<![\d.])(68|60|25|\+50|\+30|\+45|\+40|\+15)%(?!\()")
    elsewhere = [
        path.relative_to(source)
        for path in (*source.rglob("*.py"), *source.rglob("*.html"))
        if told.search(path.read_text()) and path.name != "figures.py"
    ]
    print(f"\n8 claims in brackets, {len(elsewhere)} elsewhere in pages, mails, files and the demo")
    assert elsewhere == []
