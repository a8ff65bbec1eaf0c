"""Outcomes: entered, corrected by further rows, said to be right or wrong, refused by the database when changed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.insights.models import Check, OutcomeEvent, Sighting
from rounds.insights.selectors.outcomes import disputed_outcomes, outcomes_of
from rounds.insights.selectors.rises import Apart, said_once
from rounds.insights.services.outcomes import (
    Fact,
    check_outcome,
    correct_outcome,
    forget_outcomes,
    record_outcome,
    withdraw_outcome,
)
from rounds.people.models import CareerStage, Person
from rounds.people.services import merge_people
from tests.surveys.feedback360.scenes import viewer_of

pytestmark = pytest.mark.django_db
SEAT = Fact("seat", date(2026, 3, 9), "month", level=3, details="Quality committee")


@pytest.fixture
def cleo(in_hospital):
    return Person.objects.create(given_name="Cleo", family_name="Reyes")


@pytest.fixture
def office(cleo):
    return system(current_institution_id())


@pytest.fixture
def seat(cleo, office):
    return record_outcome(person=cleo, fact=SEAT, by=office)


def test_coarse_day_is_kept_as_the_days_in_which_it_may_have_happened(cleo, office, seat):
    year = record_outcome(person=cleo, fact=Fact("award", date(2025, 7, 4), "year"), by=office)

    assert (seat.from_on, seat.to_on, seat.precision) == (date(2026, 3, 1), date(2026, 4, 1), "month")
    assert (year.from_on, year.to_on, year.on) == (date(2025, 1, 1), date(2026, 1, 1), date(2025, 7, 2))


def test_form_sent_twice_is_one_event_and_the_future_is_refused(cleo, office):
    entry = uuid4()
    first = record_outcome(person=cleo, fact=SEAT, by=office, entry_id=entry)

    assert record_outcome(person=cleo, fact=SEAT, by=office, entry_id=entry) == first
    with pytest.raises(DomainError, match="future"):
        record_outcome(person=cleo, fact=Fact("talk", institution_today() + timedelta(days=2)), by=office)
    assert OutcomeEvent.objects.count() == 1


def test_correction_is_a_further_row_with_its_reason(cleo, office, seat):
    newer = correct_outcome(
        event_id=seat.id, fact=Fact("seat", date(2026, 4, 2)), reason="Minutes of April", by=office
    )

    assert [row.event for row in outcomes_of(cleo.id)] == [newer]
    assert OutcomeEvent.objects.count() == 2
    with pytest.raises(OutOfOrder):
        withdraw_outcome(event_id=seat.id, reason="a stale tab", by=office)
    withdraw_outcome(event_id=newer.id, reason="Another Cleo", by=office)
    assert outcomes_of(cleo.id) == []
    assert AuditEvent.objects.filter(action__startswith="outcome.", about_person_id=cleo.id).count() == 3


def test_owner_says_wrong_of_own_events_alone_until_the_office_corrects(cleo, office, seat):
    stranger = Person.objects.create(given_name="Dan", family_name="Ferro")
    with pytest.raises(NotFound):
        check_outcome(event_id=seat.id, said="wrong", checker="owner", by=viewer_of(stranger))
    for _ in range(2):
        check_outcome(event_id=seat.id, said="wrong", checker="owner", by=viewer_of(cleo))

    assert [row.event for row in disputed_outcomes()] == [seat]
    assert Check.objects.count() == 1
    correct_outcome(event_id=seat.id, fact=Fact("seat", date(2026, 4, 2)), reason="asked", by=office)
    assert disputed_outcomes() == []


def test_database_refuses_to_change_or_remove_what_is_recorded(cleo, seat):
    check_outcome(event_id=seat.id, said="right", checker="owner", by=viewer_of(cleo))

    for change in (
        lambda: OutcomeEvent.objects.update(kind="award"),
        lambda: OutcomeEvent.objects.update(details="Something else"),
        lambda: OutcomeEvent.objects.all()._raw_delete("default"),
        lambda: Check.objects.update(said="wrong"),
        lambda: Check.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        OutcomeEvent.objects.create(
            person=cleo,
            kind="award",
            from_on=seat.from_on,
            to_on=seat.to_on,
            source="office",
            source_key=seat.source_key,
        )


def test_merged_records_bring_outcomes_together_and_a_forgotten_person_is_in_no_row(cleo, office, seat):
    double = Person.objects.create(given_name="Cleo", family_name="Reyes")
    record_outcome(person=double, fact=Fact("award", date(2026, 1, 5), details="Cleo's prize"), by=office)
    Sighting.objects.create(person=cleo, on=date(2026, 1, 5), source="hr")

    merge_people(keep=cleo, other=double, by=office)
    both = len(outcomes_of(cleo.id))
    forgotten = forget_outcomes(person=cleo, by=office)

    assert (both, forgotten) == (2, 2)
    assert outcomes_of(cleo.id) == []
    assert set(OutcomeEvent.objects.values_list("details", "source_key", "person_id")) == {("", "", None)}
    assert not Sighting.objects.exists()


def test_what_is_wrong_is_said_in_words_read_by_the_office_and_kept(cleo, office, seat):
    for words in ("It was the safety committee", "It was the safety committee"):
        check_outcome(event_id=seat.id, said="wrong", checker="owner", by=viewer_of(cleo), words=words)

    (row,) = disputed_outcomes()
    assert (row.owner_words, Check.objects.count()) == ("It was the safety committee", 1)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Check.objects.update(words="Nothing")
    check_outcome(event_id=seat.id, said="right", checker="owner", by=viewer_of(cleo))
    assert disputed_outcomes() == []


def test_rise_is_offered_from_stage_to_outcome_and_back_and_asked_once(cleo, office):
    assistant = {"tier": "junior_faculty", "rank": "Assistant professor"}
    CareerStage.objects.create(person=cleo, **assistant, from_on=date(2020, 7, 1), to_on=date(2025, 7, 1))
    stage = CareerStage.objects.create(
        person=cleo, tier="junior_faculty", rank="Associate professor", from_on=date(2025, 7, 1)
    )
    assert said_once(cleo.id).rises == [stage]
    told = record_outcome(
        person=cleo, fact=Fact("promotion", date(2025, 7, 15), "month"), by=office, entry_id=stage.id
    )
    assert said_once(cleo.id) == Apart([], [])

    withdraw_outcome(event_id=told.id, reason="A new title only", by=office)
    assert said_once(cleo.id).rises == [], "the office has answered: no promotion"
    other = record_outcome(person=cleo, fact=Fact("promotion", date(2023, 7, 1)), by=office)
    assert said_once(cleo.id).promotions == [other], "no stage begins then"
