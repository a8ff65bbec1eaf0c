"""The office's ledger: hours and reports of harm that the gate reads, and what is asked of the dean; nothing is changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Answer, Asked, HarmState, Verdict
from rounds.rollout.models import DeanAsk, HarmReport, OfficeHours
from rounds.rollout.selectors.gate import BY_KEY, read_gate
from rounds.rollout.selectors.reported.ledger import ledger_of
from rounds.rollout.services.ledger import (
    Asking,
    ask_dean,
    enter_hours,
    note_answer,
    note_harm,
    settle_harm,
)
from rounds.rollout.values.gate import Worked, read_cost, read_worked
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(in_hospital):
    found = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today - timedelta(days=180), "ends_on": today}
    Cycle.objects.create(program=found, name="2026", state="open", **days)
    return found


def read(program, key, *, is_complete=True):
    rows = read_gate(program, is_complete=is_complete, by=viewer("Alice"))
    return next(one for one in rows if one.criterion.key == key)


def test_gate_reads_reports_of_harm_from_the_ledger_and_none_only_where_somebody_says_so(program):
    alice, today, entry = viewer("Alice"), institution_today(), uuid4()
    assert read(program, "harm").verdict == Verdict.MET
    assert read(program, "harm", is_complete=False).verdict == Verdict.CANNOT_TELL
    for _twice in range(2):
        report = note_harm(program=program, heard_on=today - timedelta(days=3), entry_id=entry, by=alice)
    assert ledger_of(program).overdue == 1
    for is_complete in (True, False):
        told = read(program, "harm", is_complete=is_complete)
        assert (told.verdict, told.words) == (Verdict.NOT_MET, "1 unanswered")
    settle_harm(report=report, state=HarmState.ANSWERED, by=alice)
    assert read(program, "harm").verdict == Verdict.MET
    settle_harm(report=report, state=HarmState.OPEN, by=alice)
    assert (ledger_of(program).unanswered, HarmReport.objects.get().state_by) == (1, "")
    with pytest.raises(DomainError, match="still to come"):
        note_harm(program=program, heard_on=today + timedelta(days=1), entry_id=uuid4(), by=alice)


def test_hours_of_the_office_are_written_back_and_never_changed(program):
    alice, today, entry = viewer("Alice"), institution_today(), uuid4()
    assert read(program, "office").words == "nobody has entered hours of the office"
    for _twice in range(2):
        enter_hours(program=program, hours=Decimal("8.5"), worked_on=today, entry_id=entry, by=alice)
    enter_hours(program=program, hours=Decimal("-2"), worked_on=today, entry_id=uuid4(), by=alice)
    assert ledger_of(program).worked.hours == 6.5
    assert read(program, "office").words == "fewer than five"
    for wrong in ({"hours": Decimal(0)}, {"worked_on": today + timedelta(days=1)}):
        given = {"hours": Decimal(1), "worked_on": today} | wrong
        with pytest.raises(DomainError):
            enter_hours(program=program, entry_id=uuid4(), by=alice, **given)
    for action in (
        lambda: OfficeHours.objects.update(hours=1),
        lambda: OfficeHours.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            action()


def test_office_and_cost_say_met_not_met_and_cannot_tell_with_how_many():
    office, cost = BY_KEY["office"], BY_KEY["cost"]
    met = read_worked(office, Worked(55.0, 20, 110.0))
    assert (met.verdict, met.words) == (Verdict.MET, "55 hours, 20 pairs: 0.50 a pair and month")
    assert read_worked(office, Worked(84.0, 20, 120.0)).verdict == Verdict.NOT_MET
    assert read_worked(office, Worked(84.0, 4, 24.0)).verdict == Verdict.CANNOT_TELL
    within = read_cost(cost, Decimal("640"), Decimal("560"), 18)
    assert (within.verdict, within.words) == (
        Verdict.MET,
        "$640.00 a pair, planned $560.00 (18 pairs)",
    )
    assert read_cost(cost, Decimal("700"), Decimal("560"), 18).verdict == Verdict.NOT_MET
    assert read_cost(cost, Decimal("440"), Decimal("560"), 18).verdict == Verdict.NOT_MET
    for unknown in ((None, Decimal(1)), (Decimal(1), None), (Decimal(1), Decimal(0))):
        assert read_cost(cost, *unknown, 18).verdict == Verdict.CANNOT_TELL


def test_what_is_asked_of_the_dean_stands_in_its_words_and_gets_an_answer(program):
    alice, later, entry = viewer("Alice"), institution_today() + timedelta(days=30), uuid4()
    asking = Asking(Asked.MONEY, Decimal(18400), "cash for the second year", "", later)
    for _twice in range(2):
        ask = ask_dean(program=program, asking=asking, entry_id=entry, by=alice)
    for wrong in (
        Asking(Asked.SIGNATURE, Decimal(1), "the rule of use", "", later),
        Asking(Asked.POST, None, "coordination", "", later),
        Asking(Asked.POST, Decimal(1), "coordination", "", institution_today() - timedelta(days=1)),
    ):
        with pytest.raises(DomainError):
            ask_dean(program=program, asking=wrong, entry_id=uuid4(), by=alice)
    for answer in (Answer.GIVEN, Answer.NONE, Answer.TAKEN_BACK):
        note_answer(ask=ask, answer=answer, by=alice)
        assert (DeanAsk.objects.get().answered_on is not None) == bool(answer)
    with pytest.raises(DatabaseError), transaction.atomic():
        DeanAsk.objects.update(amount=1)
