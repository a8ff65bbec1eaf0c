"""Who opened what of mine, and what others see of me: true, by name, and for me alone."""

import pytest
from django.urls import reverse

from rounds.core import audit
from rounds.core.clock import institution_today
from rounds.core.models import AuditEvent, Opening
from rounds.people.models import TrainingProgram, TrainingProgramMember
from rounds.web.participant.records.seen import sights_of
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair
from tests.web.pairs.test_log_page import client_of, page


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene, since=200)


def own_page(scene, who):
    address = reverse("audit:own", kwargs={"institution": scene.institution.slug})
    return client_of(scene, who).get(address).content.decode()


def open_log(scene, pair, who, times=1):
    for _ in range(times):
        client_of(scene, who).get(page("conversations", scene, mentorship_id=pair.id))


def test_owner_learns_once_a_day_who_opened_what_and_nobody_else_does(scene, pair):
    log(pair, scene.cleo, ago=3, note="for both", audience="pair")
    log(pair, scene.cleo, ago=2, note="for both again", audience="pair")
    log(pair, scene.cleo, ago=1, note="private", audience="private")
    recorded = AuditEvent.objects.count()

    open_log(scene, pair, "Bob", times=2)
    open_log(scene, pair, "Cleo")

    assert "opened 2 notes of yours" in own_page(scene, "Cleo")
    assert "notes of yours" not in own_page(scene, "Bob")
    assert Opening.objects.count() == 2
    assert AuditEvent.objects.count() == recorded
    assert [one.on for one in audit.openings_of(scene.cleo)] == [institution_today()]


def test_what_others_see_names_only_what_exists_and_people_by_name(scene, pair):
    before = {sight.thing for group in sights_of(scene.cleo) for sight in group.sights}
    log(pair, scene.cleo, ago=3, note="mine", audience="private")

    after = {sight.thing: sight for group in sights_of(scene.cleo) for sight in group.sights}

    assert not [thing for thing in before if "private notes" in thing]
    assert after["Your private notes (1)"].only_you
    assert "Alice" in after["That you talked: days and minutes (1)"].readers
    assert "Bob" in after["That you talked: days and minutes (1)"].readers


def test_one_of_the_office_with_a_say_in_my_training_is_said_apart(scene, pair):
    log(pair, scene.cleo, ago=3)
    residency = TrainingProgram.objects.create(name="Residency")
    for name, kind in (("Alice", "director"), ("Cleo", "resident")):
        TrainingProgramMember.objects.create(
            training_program=residency, person=scene.people[name], kind=kind, from_on=day(400)
        )

    sights = {sight.thing: sight.readers for group in sights_of(scene.cleo) for sight in group.sights}

    assert (
        "with a say in your training: only whether it is done"
        in sights["That you talked: days and minutes (1)"]
    )
