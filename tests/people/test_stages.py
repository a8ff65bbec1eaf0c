from datetime import UTC, date, datetime

import pytest

from rounds.core.errors import DomainError, OutOfOrder
from rounds.people import services
from rounds.people.models import CareerStage
from rounds.people.selectors import current_stages, record_for

JULY = date(2026, 7, 1)


def test_next_stage_closes_the_one_before_on_the_same_day(make_person, alice):
    cleo = make_person("Cleo", tier="resident", pgy=1)

    services.record_stage(person=cleo, by=alice, from_on=JULY, tier="resident", pgy=2)

    stages = CareerStage.objects.filter(person=cleo).order_by("from_on")
    assert [(stage.pgy, stage.from_on, stage.to_on) for stage in stages] == [
        (1, date(2025, 7, 1), JULY),
        (2, JULY, None),
    ]


def test_stage_before_the_current_one_is_refused_with_its_day(make_person, alice):
    cleo = make_person("Cleo", tier="resident")

    with pytest.raises(DomainError, match="1 Jul 2025") as refusal:
        services.record_stage(person=cleo, by=alice, from_on=date(2024, 1, 1), tier="fellow")

    assert refusal.value.field == "from_on"


def test_correction_adds_a_row_and_keeps_the_wrong_one(make_person, alice):
    cleo = make_person("Cleo", tier="resident", pgy=1)
    wrong = CareerStage.objects.get(person=cleo)

    services.correct_stage(stage=wrong, by=alice, pgy=2)

    wrong.refresh_from_db()
    right = CareerStage.objects.get(person=cleo, to_on=None)
    assert wrong.is_replaced
    assert wrong.pgy == 1
    assert (right.pgy, right.tier, right.from_on) == (2, "resident", wrong.from_on)
    assert record_for(cleo).current == right


def test_correction_of_a_closed_stage_keeps_its_dates(make_person, alice):
    cleo = make_person("Cleo", tier="resident", pgy=1)
    services.record_stage(person=cleo, by=alice, from_on=JULY, tier="resident", pgy=2)
    past = CareerStage.objects.get(person=cleo, pgy=1)

    right = services.correct_stage(stage=past, by=alice, specialty="Cardiology")

    assert (right.from_on, right.to_on) == (date(2025, 7, 1), JULY)
    with pytest.raises(OutOfOrder, match="corrected this stage already"):
        services.correct_stage(stage=past, by=alice, specialty="Surgery")


def test_stage_of_today_counts_before_the_one_to_come(make_person, alice, clock):
    clock.move_to(datetime(2026, 6, 15, 18, tzinfo=UTC))
    cleo = make_person("Cleo", tier="resident", pgy=1)
    services.record_stage(person=cleo, by=alice, from_on=JULY, tier="resident", pgy=2)

    in_june = current_stages([cleo.id])[cleo.id].pgy
    clock.move_to(datetime(2026, 7, 1, 18, tzinfo=UTC))
    in_july = current_stages([cleo.id])[cleo.id].pgy

    assert (in_june, in_july) == (1, 2)


def test_stage_to_come_counts_for_who_has_none_yet(make_person, clock):
    clock.move_to(datetime(2026, 6, 15, 18, tzinfo=UTC))
    intern = make_person("Nell", tier="resident", pgy=1, from_on=JULY)

    assert current_stages([intern.id])[intern.id].pgy == 1


def test_stages_of_many_people_cost_one_query(make_person, django_assert_num_queries):
    people = [make_person(f"Cleo {number}", tier="resident") for number in range(30)]

    with django_assert_num_queries(1):
        found = current_stages([person.id for person in people])

    assert len(found) == 30


def test_stage_entered_by_mistake_is_taken_back_and_the_one_before_goes_on(make_person, alice):
    cleo = make_person("Cleo", tier="resident", pgy=1)
    wrong = services.record_stage(person=cleo, by=alice, from_on=JULY, tier="fellow")

    before = services.take_back_stage(stage=wrong, by=alice)

    wrong.refresh_from_db()
    assert wrong.is_replaced
    assert record_for(cleo).current == before
    assert (before.pgy, CareerStage.objects.get(id=before.id).to_on) == (1, None)
    with pytest.raises(OutOfOrder, match="already"):
        services.take_back_stage(stage=wrong, by=alice)
    assert services.take_back_stage(stage=before, by=alice) is None
    assert record_for(cleo).current is None
