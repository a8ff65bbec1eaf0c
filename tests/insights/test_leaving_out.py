"""Leaving somebody out of outcomes: asked, taken back, done after a week; figures stand, and no file brings the person again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, OutOfOrder
from rounds.insights.models import Check, LeftOut, OutcomeEvent, RememberedBlock, Sighting
from rounds.insights.selectors.leaving_out import holding_of, left_since
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.leaving_out import ask_to_be_left_out, leave_out_due, stay_in
from rounds.insights.services.outcomes import Fact, check_outcome, record_outcome
from rounds.integrations.histories.services import planned, stage_history, write_history
from rounds.people.models import CareerStage, Person
from rounds.people.services import merge_people
from tests.surveys.feedback360.scenes import viewer_of

pytestmark = pytest.mark.django_db
SEAT = Fact("seat", date(2026, 3, 9), details="Cleo's committee")


@pytest.fixture
def office(in_hospital):
    return system(current_institution_id())


@pytest.fixture
def cleo(office):
    person = Person.objects.create(given_name="Cleo", family_name="Reyes", email="cleo@x.example")
    CareerStage.objects.create(person=person, tier="junior_faculty", from_on=date(2020, 7, 1))
    event = record_outcome(person=person, fact=SEAT, by=office)
    check_outcome(
        event_id=event.id, said="wrong", checker="owner", by=viewer_of(person), words="Cleo's words"
    )
    Sighting.objects.create(person=person, on=date(2026, 3, 9), source="hr")
    return person


def left(person, office):
    """Leave somebody out, a week ago."""
    ask_to_be_left_out(person=person, by=office)
    LeftOut.objects.filter(person=person).update(due_on=institution_today())
    return leave_out_due(by=office)


def test_wish_waits_a_week_and_can_be_taken_back_until_then(cleo, office):
    mine = viewer_of(cleo)
    wish = ask_to_be_left_out(person=cleo, by=mine)
    assert ask_to_be_left_out(person=cleo, by=office) == wish
    assert wish.due_on == institution_today() + timedelta(days=7)
    assert leave_out_due(by=office) == 0

    stay_in(person=cleo, by=mine)
    stay_in(person=cleo, by=mine)

    assert (LeftOut.objects.count(), holding_of(cleo.id).outcomes) == (0, 1)
    assert left(cleo, office) == 1
    assert leave_out_due(by=office) == 0
    with pytest.raises(OutOfOrder, match="gone"):
        stay_in(person=cleo, by=mine)


def test_person_is_gone_from_rows_and_figures_that_are_out_stand(cleo, office):
    cut = make_figures(by=office)
    kept = sorted(cut.figures.values_list("measure", "digest"))

    left(cleo, office)

    later = make_figures(by=office)
    rows = [*OutcomeEvent.objects.values(), *Check.objects.values(), *RememberedBlock.objects.values()]
    assert "Cleo" not in str(rows)
    assert str(cleo.id) not in str(rows)
    assert (holding_of(cleo.id).sightings, later.blocks) == (0, [])
    assert sorted(cut.figures.values_list("measure", "digest")) == kept
    assert (left_since(cut.recorded_until), left_since(later.recorded_until)) == (1, 0)


def test_nothing_is_recorded_again_by_hand_by_file_or_by_a_merge(cleo, office):
    left(cleo, office)
    with pytest.raises(DomainError, match="left out"):
        record_outcome(person=cleo, fact=SEAT, by=office)

    data = b"E-mail,Hired on,Left on\ncleo@x.example,2019-07-01,2021-06-30\nother@x.example,2018-07-01,\n"
    Person.objects.create(family_name="Other", email="other@x.example")
    by = Viewer(current_institution_id(), None, cleo.id, "Alice", frozenset({Grant("coordinator")}))
    staged = stage_history(by=by, name="history.csv", data=data)
    write_history(by=by, spreadsheet=staged, version=staged.version, expected=planned(staged, by=by).digest)
    assert set(OutcomeEvent.objects.exclude(person=None).values_list("person__family_name", flat=True)) == {
        "Other"
    }
    assert not Sighting.objects.filter(person=cleo).exists()

    double = Person.objects.create(given_name="Cleo", family_name="Reyes")
    record_outcome(person=double, fact=SEAT, by=office)
    merge_people(keep=double, other=cleo, by=office)
    assert leave_out_due(by=office) == 1
    assert holding_of(double.id).outcomes == 0
