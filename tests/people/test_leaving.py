from datetime import date, timedelta

import pytest

from rounds.core.access import viewer_for
from rounds.core.clock import today
from rounds.core.errors import OutOfOrder
from rounds.core.models import Event, User
from rounds.people import services
from rounds.people.models import AuthorityLine, CareerStage, Consent, TrainingProgramMember
from rounds.people.selectors import grants_of, list_people, person_for, search_people


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
    services.record_leaving(people=[bob], on=today(), by=alice)

    assert viewer_for(hospital.id, bob.user_id) is None
    assert grants_of(hospital.id, bob.id) == []
    for model in (CareerStage, TrainingProgramMember):
        assert not model.objects.filter(person=bob, to_on=None).exists()
    assert not AuthorityLine.objects.filter(over=bob, to_on=None).exists()
    assert Consent.objects.filter(person=bob, kind="follow_up", withdrawn_at=None).exists()
    assert person_for(alice, bob.id).personal_email == "bob@home.example"
    assert bob not in list_people(alice)
    assert search_people(alice, "Bob") == []
    assert Event.objects.filter(name="person.left").count() == 1


def test_who_leaves_next_month_can_sign_in_until_then(bob, alice, hospital, clock):
    services.record_leaving(people=[bob], on=today() + timedelta(days=30), by=alice)

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


def test_leaving_twice_is_refused(bob, alice):
    services.record_leaving(people=[bob], on=today(), by=alice)

    with pytest.raises(OutOfOrder, match="Bob Marsh"):
        services.record_leaving(people=[bob], on=today(), by=alice)
