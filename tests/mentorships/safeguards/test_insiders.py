"""Who guards a pair's records: never one of the two, nor who judges the mentee; the right to it is asked each time."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.enums import Role
from rounds.core.errors import NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import AuditEvent, OutgoingMail
from rounds.mentorships.agreements.services import sign_agreement
from rounds.mentorships.conversations.services.log import take_back_conversation
from rounds.mentorships.models import BreakGlass, PreservationHold
from rounds.mentorships.safeguards.selectors import (
    emergencies_known_to,
    hold_on,
    open_glass_for,
    openables_of,
    texts_of,
)
from rounds.mentorships.safeguards.services import (
    Emergency,
    ask_to_open,
    decide_emergency,
    lift_hold,
    put_hold,
)
from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember
from rounds.programs.models import ProgramRole
from tests.matching.scenes import add_person, make_scene
from tests.mentorships.agreements.test_agreements import propose
from tests.mentorships.conversations.scenes import day, log, run_pair
from tests.mentorships.safeguards.test_break_glass import sam


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    person = add_person(scene, "Sam", login=True)
    type(person).objects.filter(id=person.id).update(email="sam@example.org")
    RoleAssignment.objects.create(person=person, role=Role.SITE_ADMIN, from_on=day(10))
    return scene


@pytest.fixture
def pair(scene):
    return run_pair(scene, since=200)


@pytest.fixture
def talk(scene, pair):
    return log(pair, scene.cleo, ago=9, note="shared", audience="pair")


def ask(scene, pair, talk, **more):
    wanted = Emergency(thing=f"notes:{talk.id}", reason="Somebody is in danger", **more)
    return ask_to_open(pair=pair, emergency=wanted, by=scene.alice)


def judge(scene, name):
    residency = TrainingProgram.objects.create(name="Residency")
    for person, kind in ((name, "director"), ("Cleo", "resident")):
        TrainingProgramMember.objects.create(
            training_program=residency, person=scene.people[person], kind=kind, from_on=day(400)
        )


def lose_role(scene, name):
    ProgramRole.objects.filter(person=scene.people[name]).update(from_on=day(5), to_on=day(1))


def page_of(scene, who, page, **arguments):
    client = Client()
    client.force_login(scene.people[who].user)
    return client, reverse(page, kwargs={"institution": scene.institution.slug, **arguments})


@pytest.mark.parametrize("lose", [judge, lose_role])
def test_right_to_what_is_open_is_asked_at_each_look(scene, pair, talk, lose):
    glass = decide_emergency(glass=ask(scene, pair, talk), is_agreed=True, by=sam(scene))
    assert open_glass_for(scene.alice, glass.id)

    lose(scene, "Alice")

    with pytest.raises(NotFound):
        open_glass_for(scene.alice, glass.id)


@pytest.mark.parametrize("lose", [judge, lose_role])
def test_nothing_is_opened_to_who_may_not_ask_any_more(scene, pair, talk, lose):
    glass = ask(scene, pair, talk)
    lose(scene, "Alice")

    with pytest.raises(OutOfOrder, match="Alice"):
        decide_emergency(glass=glass, is_agreed=True, by=sam(scene))
    assert decide_emergency(glass=glass, is_agreed=False, by=sam(scene)).decision == "refused"


def test_who_judges_the_mentee_is_no_second_person_and_is_not_written_to(scene, pair, talk):
    judge(scene, "Sam")
    glass = ask(scene, pair, talk)
    dispatch_waiting()

    with pytest.raises(OutOfOrder, match="Another site administrator"):
        decide_emergency(glass=glass, is_agreed=True, by=sam(scene))
    assert not emergencies_known_to(sam(scene)).exists()
    assert not OutgoingMail.objects.filter(kind="break_glass_asked").exists()


@pytest.mark.parametrize("page", ["safeguards:ask", "safeguards:hold"])
def test_pages_show_nothing_of_the_pair_to_who_judges_the_mentee(scene, pair, talk, page):
    judge(scene, "Alice")
    client, address = page_of(scene, "Alice", page, mentorship_id=pair.id)

    for answer in (client.get(address), client.post(address, {"reason": "x"})):
        assert answer.status_code == 409
        assert "conversation of" not in answer.content.decode()
    client, year = page_of(scene, "Alice", "year:pair", mentorship_id=pair.id)
    assert address not in client.get(year).content.decode()


def test_hold_is_neither_put_nor_lifted_by_one_of_the_two(scene, pair):
    bob = scene.viewer("Bob", Role.COORDINATOR)
    with pytest.raises(OutOfOrder, match="one of the two"):
        put_hold(pair=pair, reason="No", by=bob)
    hold = put_hold(pair=pair, reason="A complaint", by=scene.alice)

    with pytest.raises(OutOfOrder, match="one of the two"):
        lift_hold(hold=hold, by=bob)
    assert hold_on(pair) == hold


def test_hold_is_put_and_lifted_once(scene, pair):
    hold = put_hold(pair=pair, reason="A complaint", by=scene.alice)
    with pytest.raises(OutOfOrder, match="on already"):
        put_hold(pair=pair, reason="Again", by=scene.alice)
    seen_twice = [PreservationHold.objects.get(id=hold.id) for _time in range(2)]
    lift_hold(hold=seen_twice[0], by=scene.alice)

    with pytest.raises(OutOfOrder, match="lifted already"):
        lift_hold(hold=seen_twice[1], by=scene.alice)
    assert AuditEvent.objects.filter(action="hold.lifted").count() == 1


def test_agreement_that_is_opened_is_the_one_in_force(scene, pair):
    signed = propose(pair, scene.cleo)
    assert not openables_of(pair)
    sign_agreement(version=signed, digest=signed.digest, by=scene.bob)
    propose(pair, scene.cleo, seen=1, minutes=45)

    (agreement,) = openables_of(pair)
    assert agreement.thing_id == signed.id


def test_decision_is_not_taken_from_an_empty_form(scene, pair, talk):
    glass = ask(scene, pair, talk)
    client, address = page_of(scene, "Sam", "safeguards:decide", glass_id=glass.id)

    answer = client.post(address)

    assert answer.status_code == 400
    assert "Agree or Refuse" in answer.content.decode()
    assert BreakGlass.objects.get(id=glass.id).decision == "open"


def test_form_sent_three_times_is_one_emergency(scene, pair, talk):
    entry = uuid4()

    found = {ask(scene, pair, talk, entry_id=entry).id for _time in range(3)}

    assert BreakGlass.objects.get().id in found
    assert len(found) == 1


def test_notes_of_a_conversation_that_is_taken_back_are_not_read(scene, pair, talk):
    glass = decide_emergency(glass=ask(scene, pair, talk), is_agreed=True, by=sam(scene))
    assert [one.text for one in texts_of(glass)] == ["shared"]

    take_back_conversation(conversation_id=talk.id, by=scene.cleo)

    assert texts_of(glass) == []
