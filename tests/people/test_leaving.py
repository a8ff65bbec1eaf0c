from datetime import date, timedelta

import pytest

from rounds.core.access import grants_of, viewer_for
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent, Event, User
from rounds.people import services
from rounds.people.models import AuthorityLine, CareerStage, Consent, TrainingProgramMember
from rounds.people.selectors import list_people, person_for, search_people


@pytest.fixture
def bob(make_person, alice):
    """Bob signs in, manages Cleo, audits and sits on a committee."""
    from rounds.people.models import TrainingProgram

    bob = make_person("Bob", tier="mid_career", personal_email="bob@home.example")
    cleo = make_person("Cleo", tier="resident")
    services.update_person(person=bob, by=alice, user=User.objects.create_user("bob@x.example"))
    services.grant_role(person=bob, role="auditor", by=alice)
    services.record_authority_line(subject=cleo, over=bob, kind="line_manager", by=alice)
    services.give_consent(person=bob, kind="follow_up", by=alice)
    services.add_training_member(
        training_program=TrainingProgram.objects.create(name="Medicine"),
        person=bob,
        kind="ccc_member",
        by=alice,
    )
    return bob


def test_leaving_ends_roles_lines_and_sign_in_and_keeps_the_follow_up(bob, alice, hospital):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)

    assert viewer_for(hospital.id, bob.user_id) is None
    assert grants_of(bob.id) == frozenset()
    for model in (CareerStage, TrainingProgramMember):
        assert not model.objects.filter(person=bob, to_on=None).exists()
    assert not AuthorityLine.objects.filter(over=bob, to_on=None).exists()
    assert Consent.objects.filter(person=bob, kind="follow_up", withdrawn_at=None).exists()
    assert person_for(alice, bob.id).personal_email == "bob@home.example"
    assert bob not in list_people(alice)
    assert search_people(alice, "Bob") == []
    assert Event.objects.filter(name="person.left").count() == 1


def test_who_leaves_next_month_can_sign_in_until_then(bob, alice, hospital, clock):
    services.record_leaving(people=[bob], on=institution_today() + timedelta(days=30), by=alice)

    now = viewer_for(hospital.id, bob.user_id)
    clock.shift(timedelta(days=31))
    then = viewer_for(hospital.id, bob.user_id)

    assert now is not None
    assert now.has("auditor")
    assert then is None


def test_leaving_is_taken_back(bob, alice, hospital):
    way_back = services.record_leaving(people=[bob], on=date(2030, 1, 1), by=alice)

    services.take_back_leaving(way_back=way_back, by=alice)

    bob.refresh_from_db()
    assert bob.left_on is None
    assert viewer_for(hospital.id, bob.user_id).has("auditor")
    assert CareerStage.objects.filter(person=bob, to_on=None).count() == 1


def test_batch_is_taken_back_with_the_lines_between_its_people_and_what_was_given_anew(bob, alice, hospital):
    line = AuthorityLine.objects.get(over=bob)
    way_back = services.record_leaving(people=[bob, line.subject], on=institution_today(), by=alice)
    services.grant_role(person=bob, role="auditor", by=alice)

    services.take_back_leaving(way_back=way_back, by=alice)
    services.take_back_leaving(way_back=way_back, by=alice)

    assert AuthorityLine.objects.get(id=line.id).to_on is None
    assert len(grants_of(bob.id)) == 1


def test_batch_taken_back_later_brings_no_role_that_reads_records(bob, alice, hospital, clock):
    way_back = services.record_leaving(people=[bob], on=institution_today(), by=alice)
    clock.shift(timedelta(hours=25))

    services.take_back_leaving(way_back=way_back, by=alice)

    bob.refresh_from_db()
    assert bob.left_on is None
    assert not viewer_for(hospital.id, bob.user_id).has("auditor")


def test_person_is_brought_back_as_if_never_gone(bob, alice, hospital):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)

    services.bring_back(person=bob, on=institution_today(), by=alice)

    assert viewer_for(hospital.id, bob.user_id).has("auditor")
    assert CareerStage.objects.filter(person=bob).count() == 1
    assert AuthorityLine.objects.filter(over=bob, to_on=None).count() == 1
    assert TrainingProgramMember.objects.filter(person=bob, to_on=None).count() == 1
    event = AuditEvent.objects.get(action="person.back")
    assert event.facts["on"] == institution_today().isoformat()
    assert event.facts["roles"] == ["auditor"]


def test_later_day_of_return_leaves_the_gap_in_the_history(bob, alice, clock):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)
    gone = institution_today()
    clock.shift(timedelta(days=40))

    services.bring_back(person=bob, on=institution_today(), by=alice)

    stages = CareerStage.objects.filter(person=bob).order_by("from_on").values_list("to_on", flat=True)
    assert list(stages) == [gone, None]
    assert CareerStage.objects.get(person=bob, to_on=None).from_on == institution_today()
    assert AuthorityLine.objects.filter(over=bob, to_on=None).count() == 1


@pytest.mark.parametrize(("hours", "expected"), [(1, True), (25, False)])
def test_role_that_reads_records_comes_back_alone_only_as_an_undo(
    bob, alice, hospital, clock, hours, expected
):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)
    left_on = institution_today()
    clock.shift(timedelta(hours=hours))

    plan = services.bring_back(person=bob, on=left_on, by=alice)

    assert viewer_for(hospital.id, bob.user_id).has("auditor") is expected
    assert plan.stays == (0 if expected else 1)


def test_what_took_its_place_or_lost_its_other_side_stays_ended(bob, alice):
    cleo = AuthorityLine.objects.get(over=bob).subject
    services.record_leaving(people=[bob], on=institution_today(), by=alice)
    services.record_leaving(people=[cleo], on=institution_today(), by=alice)
    services.grant_role(person=bob, role="auditor", by=alice)

    plan = services.bring_back(person=bob, on=institution_today(), by=alice)

    assert plan.stays == 2
    assert not AuthorityLine.objects.filter(to_on=None).exists()
    assert len(grants_of(bob.id)) == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_day_of_return_outside_the_absence_is_refused_by_its_field(bob, alice, days):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)

    with pytest.raises(DomainError) as caught:
        services.bring_back(person=bob, on=institution_today() + timedelta(days=days), by=alice)
    assert caught.value.field == "on"


def test_bringing_back_twice_is_refused(bob, alice):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)
    services.bring_back(person=bob, on=institution_today(), by=alice)

    with pytest.raises(OutOfOrder, match="here already"):
        services.bring_back(person=bob, on=institution_today(), by=alice)


def test_leaver_of_a_roll_over_is_brought_back_alone(bob, make_person, alice):
    eve = make_person("Eve", tier="fellow")
    services.record_leaving(people=[bob, eve], on=institution_today(), by=alice)

    services.bring_back(person=eve, on=institution_today(), by=alice)

    bob.refresh_from_db()
    assert bob.left_on == institution_today()
    assert not CareerStage.objects.filter(person=bob, to_on=None).exists()


def test_leaving_twice_is_refused(bob, alice):
    services.record_leaving(people=[bob], on=institution_today(), by=alice)

    with pytest.raises(OutOfOrder, match="Bob Marsh"):
        services.record_leaving(people=[bob], on=institution_today(), by=alice)
