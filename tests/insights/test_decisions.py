"""Decisions: once a form, fixed, with the figures of their day; closed years without one are listed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, NotFound
from rounds.insights.models import DecisionRecord
from rounds.insights.selectors.decisions import closed_without_decision, cycle_to_decide, decisions_of
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.deciding import Decision, write_decision
from rounds.insights.values.measuring import OF_CYCLE
from rounds.programs.models import Cycle, Program

pytestmark = pytest.mark.django_db
NEXT = Decision("6 of 20 met", "Earlier start, since most wait for a pair", "Who is asked", date(2030, 1, 10))


@pytest.fixture
def cycle(in_hospital):
    program = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    days = {"starts_on": date(2025, 7, 1), "ends_on": date(2026, 7, 1)}
    return Cycle.objects.create(program=program, name="2025-26", state="closed", **days)


def viewer(*grants):
    return Viewer(current_institution_id(), None, None, "Ruth", frozenset(Grant(*one) for one in grants))


def test_decision_keeps_the_figures_of_its_day_and_is_one_a_form(cycle):
    office, entry = system(current_institution_id()), uuid4()
    first = make_figures(by=office)
    record = write_decision(cycle=cycle, decision=NEXT, entry_id=entry, by=office)
    make_figures(by=office)

    assert write_decision(cycle=cycle, decision=NEXT, entry_id=entry, by=office) == record
    (found,) = decisions_of(office, cycle.program_id)
    assert {one.cut_id for one in found.figures} == {first.id}
    assert {one.measure for one in found.figures} == set(OF_CYCLE)


def test_closed_year_is_listed_until_its_decision_is_written(cycle):
    mine, other = viewer(("director", cycle.program_id)), viewer(("director", uuid4()))
    assert closed_without_decision(mine) == [cycle]
    assert closed_without_decision(other) == []
    with pytest.raises(NotFound):
        cycle_to_decide(other, cycle.id)

    write_decision(cycle=cycle, decision=NEXT, entry_id=uuid4(), by=mine)
    assert closed_without_decision(mine) == []


def test_day_that_has_passed_is_refused_and_what_is_written_stays(cycle):
    office = system(current_institution_id())
    late = Decision("a", "b", "c", institution_today() - timedelta(days=1))
    with pytest.raises(DomainError, match="has passed"):
        write_decision(cycle=cycle, decision=late, entry_id=uuid4(), by=office)
    write_decision(cycle=cycle, decision=NEXT, entry_id=uuid4(), by=office)

    for change in (
        lambda: DecisionRecord.objects.update(saw="Everybody met"),
        lambda: DecisionRecord.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
