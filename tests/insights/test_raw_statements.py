"""What is recorded, out or written down is refused to raw SQL and to bulk writes alike, on both databases."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.access import system
from rounds.core.database.scope import current_institution_id
from rounds.insights import guards
from rounds.insights.models import Check, Cut, DecisionRecord, Figure, OutcomeEvent, PublishedMeasure
from rounds.insights.services import cutting
from rounds.insights.services.cutting import DefinitionChanged, make_figures
from rounds.insights.services.deciding import Decision, write_decision
from rounds.insights.services.outcomes import Fact, check_outcome, record_outcome
from rounds.insights.values.library import MEASURES
from rounds.people.models import Person
from rounds.programs.models import Cycle, Program
from tests.surveys.feedback360.scenes import viewer_of

pytestmark = pytest.mark.django_db
KEPT = {
    OutcomeEvent: ("kind", "'award'"),
    Check: ("said", "'unsure'"),
    Cut: ("digest", "'x'"),
    Figure: ("result", "'{}'"),
    PublishedMeasure: ("definition", "'{}'"),
    DecisionRecord: ("saw", "'Everybody met'"),
}


def test_every_kept_table_refuses_every_statement(recorded):
    assert {model._meta.db_table for model in KEPT} == set(guards.KEPT_TABLES)
    for model, (column, value) in KEPT.items():
        table, before = model._meta.db_table, list(model.objects.values().order_by("pk"))
        for statement in statements(table, column, value):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        row = model.objects.first()
        setattr(row, column, value.strip("'"))
        for write in (
            lambda model=model, row=row, column=column: model.objects.bulk_update([row], [column]),
            lambda model=model, row=row, column=column: model.objects.bulk_create(
                [row], update_conflicts=True, update_fields=[column], unique_fields=["id"]
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()
        assert list(model.objects.values().order_by("pk")) == before, table


def statements(table, column, value):
    yield f"UPDATE {table} SET {column} = {value}"
    yield f"DELETE FROM {table}"
    if connection.vendor == "postgresql":
        yield f"TRUNCATE {table} CASCADE"
        return
    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    columns = ", ".join(f'"{name}"' for name in names)
    changed = ", ".join(value if name == column else f'"{name}"' for name in names)
    yield f"REPLACE INTO {table} ({columns}) SELECT {changed} FROM {table}"


def test_definition_that_changes_under_its_version_makes_no_figure(recorded, monkeypatch):
    assert PublishedMeasure.objects.count() == len(MEASURES)
    from dataclasses import replace

    other = {**MEASURES, "flow": replace(MEASURES["flow"], numerator="whoever was invited")}
    monkeypatch.setattr(cutting, "MEASURES", other)
    with pytest.raises(DefinitionChanged):
        make_figures(by=recorded)


@pytest.fixture
def recorded(in_hospital):
    office = system(current_institution_id())
    cleo = Person.objects.create(given_name="Cleo", family_name="Reyes")
    seat = record_outcome(person=cleo, fact=Fact("seat", date(2026, 3, 9)), by=office)
    check_outcome(event_id=seat.id, said="right", checker="owner", by=viewer_of(cleo))
    program = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    days = {"starts_on": date(2025, 7, 1), "ends_on": date(2026, 7, 1)}
    cycle = Cycle.objects.create(program=program, name="2025-26", state="closed", **days)
    make_figures(by=office)
    write_decision(
        cycle=cycle, decision=Decision("a", "b", "c", date(2030, 1, 10)), entry_id=uuid4(), by=office
    )
    return office
