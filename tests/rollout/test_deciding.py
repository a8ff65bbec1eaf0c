"""A plan is locked once; its gate is read once from figures that stand; a decision takes two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.insights.models import Cut, DecisionRecord, Figure
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Verdict
from rounds.rollout.models import DocumentVersion, GateDecision, GateReading, PilotPlan
from rounds.rollout.selectors.gate import gate_of, plan_of
from rounds.rollout.selectors.ladder import ladders_of
from rounds.rollout.services.gate import (
    Decided,
    confirm,
    decide,
    facts_now,
    lock_plan,
    take_reading,
    write_plan,
)
from rounds.rollout.services.launching import begin_launch, move_anchors
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.plan import Plan, begins_with
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db
GO = Decided("go", "Mentees have somebody to ask", "")


@pytest.fixture
def program(in_hospital):
    found = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today - timedelta(days=180), "ends_on": today}
    Cycle.objects.create(program=found, name="2026", state="open", **days)
    return found


def planned(program, **other):
    plan = replace(Plan(**begins_with(institution_today())), **other)
    return write_plan(program=program, plan=plan, by=viewer("Alice"))


def locked(program, **other):
    plan = planned(program, **other)
    return lock_plan(program=program, digest=digest_of(facts_now(program, plan)), by=viewer("Alice"))


def test_plan_is_locked_as_it_was_read_and_says_what_it_can_show(program):
    begin_launch(program=program, kickoff_on=date(2020, 9, 14), ends_on=date(2021, 3, 12), by=viewer("Alice"))
    digest = digest_of(facts_now(program, planned(program)))
    planned(program, spread=Decimal("2.0"))
    with pytest.raises(OutOfOrder, match="changed the plan since"):
        lock_plan(program=program, digest=digest, by=viewer("Alice"))
    locked(program)
    lock_plan(program=program, digest="whatever", by=viewer("Dora"))

    facts = str(DocumentVersion.objects.get(kind="plan").facts)
    assert plan_of(program).locked_by == "Alice"
    assert "20 count as 18.1" in facts
    assert "16 of 20 reads as 56 to 94%" in facts
    assert "10% must become about 48%" in facts
    assert "Promotion, retention and safety can’t be judged" in facts
    assert "Locked after the kick-off" in facts
    lines = {one.item.key: one for one in ladders_of([program])[program.id].lines}
    assert lines["plan"].is_fact


def test_locked_plan_is_changed_by_no_form_no_bulk_and_no_sql(program):
    plan = locked(program)
    with pytest.raises(OutOfOrder, match="locked"):
        planned(program, question="Another?")
    plan.question = "Another?"
    for action in (
        lambda: PilotPlan.objects.update(question="x"),
        lambda: PilotPlan.objects.bulk_update([plan], ["question"]),
        lambda: PilotPlan.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            action()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rollout_pilotplan SET question = 'x'")


def test_gate_is_read_once_on_the_day_and_what_is_missing_cannot_be_told(program):
    by = viewer("Alice")
    with pytest.raises(OutOfOrder, match="Lock the plan first"):
        take_reading(program=program, is_complete=True, by=by)
    locked(program)
    reading = take_reading(program=program, is_complete=False, by=by)
    assert take_reading(program=program, is_complete=True, by=viewer("Dora")) == reading
    gate = gate_of(program)
    assert {one.verdict for one in gate.rows} == {Verdict.CANNOT_TELL}
    for change in ({"rows": []}, {"digest": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            GateReading.objects.update(**change)


def test_gate_before_its_day_is_refused(program):
    locked(program, analysis_on=institution_today() + timedelta(days=1))
    with pytest.raises(DomainError, match="still to come"):
        take_reading(program=program, is_complete=True, by=viewer("Alice"))


def test_no_plan_is_analyzed_and_no_gate_read_while_the_pilot_still_runs(program):
    today, by = institution_today(), viewer("Alice")
    begin_launch(program=program, kickoff_on=today - timedelta(days=90), ends_on=today, by=by)
    with pytest.raises(DomainError, match="The pilot ends on"):
        planned(program, analysis_on=today - timedelta(days=1))
    locked(program)
    later = today + timedelta(days=1)
    move_anchors(program=program, kickoff_on=today, ends_on=later, by=by)
    assert gate_of(program).read_from == later
    with pytest.raises(DomainError, match="The pilot runs until"):
        take_reading(program=program, is_complete=True, by=by)


def test_confidence_is_read_from_the_figure_that_stands(program):
    cut = Cut.objects.create(
        as_of=institution_today(), recorded_until="2026-01-01T00:00Z", digest="d", code="1"
    )
    rows = [{"label": "All", "n": 16, "value": 1.1, "low": 0.2, "high": 2.0}]
    cycle = Cycle.objects.get(program=program)
    Figure.objects.create(
        cut=cut,
        measure="confidence",
        version=1,
        cycle_id=cycle.id,
        program_id=program.id,
        result={"rows": rows},
        digest="d",
    )
    locked(program)
    take_reading(program=program, is_complete=True, by=viewer("Alice"))
    told = {one.criterion.key: (one.verdict, one.words) for one in gate_of(program).rows}
    assert told["confidence"] == (Verdict.MET, "+1.1 points of 10 (interval +0.2 to +2.0, n 16)")
    assert told["harm"] == (Verdict.MET, "0 unanswered")


def test_going_although_a_must_is_open_needs_words_and_a_second_person(program):
    alice, dora, entry = viewer("Alice"), viewer("Dora"), uuid4()
    locked(program)
    with pytest.raises(OutOfOrder, match="not read yet"):
        decide(program=program, decided=GO, entry_id=entry, by=alice)
    take_reading(program=program, is_complete=False, by=alice)
    with pytest.raises(DomainError, match="although"):
        decide(program=program, decided=GO, entry_id=entry, by=alice)
    although = replace(GO, although="Two mentors were ill")
    row = decide(program=program, decided=although, entry_id=entry, by=alice)
    assert decide(program=program, decided=although, entry_id=entry, by=alice) == row
    with pytest.raises(OutOfOrder, match="waits for a second person"):
        decide(program=program, decided=Decided("stop", "No", ""), entry_id=uuid4(), by=dora)
    with pytest.raises(OutOfOrder, match="yourself"):
        confirm(decision_id=row.id, by=alice)

    confirm(decision_id=row.id, by=dora)
    confirm(decision_id=row.id, by=viewer("Otto"))

    facts = str(DocumentVersion.objects.get(kind="gate").facts)
    assert "We go although: Two mentors were ill" in facts
    assert "Decided by Alice, confirmed by Dora" in facts
    assert DecisionRecord.objects.get().stays == "Two mentors were ill"
    with pytest.raises(DatabaseError), transaction.atomic():
        GateDecision.objects.update(why="x")
    again = decide(program=program, decided=Decided("extend", "More time", ""), entry_id=uuid4(), by=dora)
    assert [one.way for one in gate_of(program).decisions] == ["go", "extend"]
    assert again.reading_id == row.reading_id
