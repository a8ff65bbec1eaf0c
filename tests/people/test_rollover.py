from datetime import date

import pytest

from rounds.core.errors import DomainError, OutOfOrder
from rounds.people import services
from rounds.people.models import CareerStage, Person, RollOver, RollOverItem, TrainingProgram

JULY = date(2027, 7, 1)


@pytest.fixture
def residents(make_person, alice):
    """Make one of each kind: moves up, finishes, just begun, without a year, of unknown length, begins later."""
    medicine = TrainingProgram.objects.create(name="Internal Medicine", years=3)
    people = {
        "up": make_person("Up", tier="resident", pgy=1),
        "done": make_person("Done", tier="resident", pgy=3),
        "new": make_person("New", tier="resident", pgy=1, from_on=date(2027, 5, 1)),
        "none": make_person("None", tier="resident"),
        "later": make_person("Later", tier="resident", pgy=1, from_on=JULY),
    }
    for person in people.values():
        services.add_training_member(
            training_program=medicine, person=person, kind="resident", by=alice, from_on=date(2025, 7, 1)
        )
    people["unknown"] = make_person("Unknown", tier="fellow", pgy=4)
    people["faculty"] = make_person("Faculty", tier="junior_faculty")
    return people


def steps_of(roll_over):
    return {
        item.person.given_name: (item.step, item.reason) for item in roll_over.items.select_related("person")
    }


def open_stage(person):
    return CareerStage.objects.get(person=person, to_on=None)


def test_plan_proposes_and_changes_nothing(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)

    assert steps_of(roll_over) == {
        "Up": ("advance", ""),
        "Done": ("stay", "finishes"),
        "New": ("stay", "just_begun"),
        "None": ("stay", "no_year"),
        "Later": ("stay", "begins_later"),
        "Unknown": ("advance", "length_unknown"),
    }
    assert open_stage(residents["up"]).pgy == 1


def test_commit_does_each_step_once(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)
    done = roll_over.items.get(person=residents["done"])
    services.choose_for_roll_over(roll_over=roll_over, steps={done.id: "faculty"}, by=alice)

    counts = services.commit_roll_over(roll_over=roll_over, by=alice)

    assert counts == {"advance": 2, "faculty": 1, "skipped": 0}
    assert (open_stage(residents["up"]).pgy, open_stage(residents["up"]).from_on) == (2, JULY)
    assert (open_stage(residents["done"]).tier, open_stage(residents["done"]).pgy) == ("junior_faculty", None)
    assert open_stage(residents["new"]).pgy == 1
    with pytest.raises(OutOfOrder, match="already"):
        services.commit_roll_over(roll_over=roll_over, by=alice)


def test_undo_puts_everybody_back_and_keeps_the_trace(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)
    done = roll_over.items.get(person=residents["done"])
    services.choose_for_roll_over(roll_over=roll_over, steps={done.id: "leave"}, by=alice)
    services.commit_roll_over(roll_over=roll_over, by=alice)
    assert Person.objects.get(id=residents["done"].id).left_on == JULY

    counts = services.undo_roll_over(roll_over=roll_over, by=alice)

    assert counts == {"back": 2, "kept": 0}
    assert open_stage(residents["up"]).pgy == 1
    assert open_stage(residents["done"]).pgy == 3
    assert Person.objects.get(id=residents["done"].id).left_on is None
    assert CareerStage.objects.filter(person=residents["up"]).count() == 2
    with pytest.raises(OutOfOrder, match="taken back"):
        services.undo_roll_over(roll_over=roll_over, by=alice)


def test_undo_leaves_who_has_been_changed_since(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)
    services.commit_roll_over(roll_over=roll_over, by=alice)
    services.record_stage(person=residents["up"], by=alice, from_on=date(2027, 9, 1), tier="fellow", pgy=2)

    counts = services.undo_roll_over(roll_over=roll_over, by=alice)

    assert counts == {"back": 1, "kept": 1}
    assert open_stage(residents["up"]).tier == "fellow"


def test_commit_skips_who_has_changed_since_the_plan(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)
    services.record_stage(person=residents["up"], by=alice, from_on=date(2027, 6, 1), tier="fellow", pgy=4)

    counts = services.commit_roll_over(roll_over=roll_over, by=alice)

    assert counts["skipped"] == 1
    assert open_stage(residents["up"]).from_on == date(2027, 6, 1)


def test_second_plan_is_refused_while_one_is_open(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)

    with pytest.raises(OutOfOrder, match="1 Jul 2027 is open"):
        services.plan_roll_over(on=JULY, by=alice)

    services.discard_roll_over(roll_over=roll_over, by=alice)
    assert RollOver.objects.count() == RollOverItem.objects.count() == 0


def test_next_year_needs_a_year(residents, alice):
    roll_over = services.plan_roll_over(on=JULY, by=alice)
    item = roll_over.items.get(person=residents["none"])

    with pytest.raises(DomainError, match="None Marsh has no PGY"):
        services.choose_for_roll_over(roll_over=roll_over, steps={item.id: "advance"}, by=alice)


def test_commit_of_many_costs_few_queries(make_person, alice, django_assert_max_num_queries):
    for number in range(60):
        make_person(f"Cleo {number}", tier="resident", pgy=1)
    roll_over = services.plan_roll_over(on=JULY, by=alice)

    with django_assert_max_num_queries(20):
        counts = services.commit_roll_over(roll_over=roll_over, by=alice)

    assert counts["advance"] == 60
