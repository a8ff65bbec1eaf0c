"""The office's own word to pairs: the people of its list, its own text, once a day, and Stop."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today, now
from rounds.core.mail import send_waiting, stop_batch
from rounds.core.models import OutgoingMail
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person, RoleAssignment
from rounds.web import mail
from rounds.web.mail.nudges import letters_of, problem_of, reach_of, ready_wording, send_nudge
from rounds.web.words.dues import nudged_words
from tests.browser.conftest import sign_in_client
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


def rows(scene):
    found = office_pairs(scene.alice, [scene.program])
    return [*found.trouble[Rule.FIRST_CONVERSATION], *found.written_today(Rule.FIRST_CONVERSATION)]


def letters(scene):
    return letters_of(rows(scene))


def test_pair_that_was_written_to_leaves_the_desk_until_its_day_and_says_when_and_by_whom(scene, clock):
    def desk():
        found = office_pairs(scene.alice, [scene.program])
        late = (
            found.trouble[Rule.FIRST_CONVERSATION],
            [row for row in found.nudged if row.due.rule == Rule.FIRST_CONVERSATION],
        )
        return [len(rows) for rows in late]

    today = institution_today()
    assert desk() == [1, 0]
    given = {"program": scene.program, "by": scene.alice}
    batch, _queued = send_nudge(letters(scene), ready_wording("first"), "first", **given)
    assert desk() == [0, 1]
    stop_batch(batch.id, by=scene.alice)
    assert desk() == [1, 0]

    send_nudge(letters(scene), ready_wording("first"), "first", **given)
    (row,) = office_pairs(scene.alice, [scene.program]).nudged
    assert (row.nudge.on, row.nudge.by) == (today, scene.people["Alice"].full_name)
    assert row.nudge.back_on == today + timedelta(days=3)
    assert "by Alice" in nudged_words(row)
    clock.shift(timedelta(days=2))
    assert desk() == [0, 1]
    assert rows(scene) == []
    clock.shift(timedelta(days=1))
    assert desk() == [1, 0]


def test_home_and_list_show_a_written_to_pair_apart_from_what_needs_the_office(scene):
    alice, place = scene.people["Alice"], {"institution": scene.institution.slug}
    RoleAssignment.objects.get_or_create(
        person=alice, role="coordinator", defaults={"from_on": institution_today() - timedelta(days=9)}
    )
    client = Client()
    sign_in_client(client, alice.user)
    given = {"program": scene.program, "by": scene.alice}
    send_nudge(letters(scene), ready_wording("first"), "first", **given)

    home = client.get(reverse("home", kwargs=place) + f"?program={scene.program.id}").text
    listed = client.get(reverse("year:list", kwargs=place) + "?show=written").text

    assert "without a first conversation" not in home
    assert "1 pair was written to" in home
    assert "is on course" not in home
    assert 'No first conversation <span class="count">0</span>' in listed
    assert "here again on" in listed


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

    reach = reach_of(letters(scene), "first")
    assert reach.letters == []
    assert [one.person.given_name for one in reach.unreached] == ["Bob"]


def test_placeholder_that_nobody_fills_is_named():
    ready = ready_wording("silent")

    assert "{mentro}" in problem_of("Hi {name}, {mentro}")
    assert problem_of(ready.subject) == problem_of(ready.body) == ""
