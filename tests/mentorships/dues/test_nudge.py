"""The office's own word to pairs: the people of its list, its own text, once a day, and Stop."""

from datetime import timedelta

import pytest
from django.core import mail as outbox

from rounds.core.clock import now
from rounds.core.mail import send_waiting, stop_batch
from rounds.core.models import OutgoingMail
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.web import mail
from rounds.web.mail.nudges import letters_of, problem_of, reach_of, ready_wording, send_nudge
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair


@pytest.fixture
def scene(in_hospital):
    in_hospital.mail_is_live = True
    in_hospital.save()
    made = make_scene(in_hospital)
    run_pair(made)
    Mentorship.objects.update(imported_start_on=None, created_at=now() - timedelta(days=90))
    return made


def letters(scene):
    return letters_of(office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION])


def test_both_of_a_listed_pair_get_the_offices_words_after_fifteen_minutes(scene, clock):
    wording = mail.Text("You and {other}", "Dear {name}, call us. {link}")
    _batch, queued = send_nudge(letters(scene), wording, "first", program=scene.program, by=scene.alice)
    send_waiting()
    assert (queued, outbox.outbox) == (2, [])

    clock.shift(timedelta(minutes=16))
    send_waiting()

    assert sorted((one.to[0], one.subject) for one in outbox.outbox) == [
        ("bob@example.org", "You and Dr. Cleo Castell"),
        ("cleo@example.org", "You and Dr. Bob Brandt"),
    ]


def test_same_words_go_once_a_day_and_can_be_stopped(scene, clock):
    ready = ready_wording("first")
    batch, first = send_nudge(letters(scene), ready, "first", program=scene.program, by=scene.alice)
    _again, second = send_nudge(letters(scene), ready, "first", program=scene.program, by=scene.alice)

    assert (first, second, stop_batch(batch.id, by=scene.alice)) == (2, 0, 2)
    clock.shift(timedelta(minutes=16))
    send_waiting()
    assert outbox.outbox == []
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"stopped"}


def test_what_was_stopped_is_sent_again_and_counts_for_nobody_as_got(scene, clock):
    ready = ready_wording("first")
    given = {"program": scene.program, "by": scene.alice}
    batch, _queued = send_nudge(letters(scene), ready, "first", **given)
    waits = reach_of(letters(scene), "first")
    stop_batch(batch.id, by=scene.alice)

    stopped = reach_of(letters(scene), "first")
    _batch, again = send_nudge(letters(scene), ready, "first", **given)
    clock.shift(timedelta(minutes=16))
    send_waiting()
    sent = reach_of(letters(scene), "first")

    assert [(len(one.letters), one.waiting, one.got) for one in (waits, stopped, sent)] == [
        (0, 2, 0),
        (2, 0, 0),
        (0, 0, 2),
    ]
    assert (again, len(outbox.outbox)) == (2, 2)


def test_who_has_left_or_has_no_address_is_not_written_to(scene):
    Person.objects.filter(given_name="Bob").update(email="")
    Person.objects.filter(given_name="Cleo").update(left_on=now().date() - timedelta(days=1))

    assert letters(scene) == []


def test_placeholder_that_nobody_fills_is_named():
    assert "{mentro}" in problem_of(mail.Text("Hi {name}", "{mentro}"))
    assert problem_of(ready_wording("silent")) == ""
