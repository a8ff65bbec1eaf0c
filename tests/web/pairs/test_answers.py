"""What the two of a pair press: yes in one press, a first meeting when they like, times that both have, true words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import now
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Mentorship
from rounds.programs.models import Intake
from rounds.programs.values.hours import Span, from_utc, in_utc, spans_of
from rounds.web.words.hours import free_words
from rounds.web.words.times import place_of
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene, solve_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital)
    run = solve_now(start_run(cohort=made.cohort, by=made.alice))
    publish_run(run_id=run.id, by=made.alice)
    Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    MatchRun.objects.update(mail_leaves_at=now() - timedelta(minutes=1))
    return made


def press(scene, who, **data):
    client = Client()
    sign_in_client(client, scene.people[who].user)
    pair = Mentorship.objects.get()
    path = reverse("pairs:pair", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})
    return client.post(path, data) if data else client.get(path)


def mail_to(scene, who, kind):
    dispatch_waiting()
    return OutgoingMail.objects.filter(kind=kind, to_person_id=scene.people[who].id)


def in_days(number):
    return (now() + timedelta(days=number)).strftime("%Y-%m-%dT10:00")


def test_both_say_yes_in_one_press_each(scene):
    press(scene, "Bob", go="accept")
    (found,) = mail_to(scene, "Cleo", "pair_found")
    press(scene, "Cleo", go="agree")
    (begun,) = mail_to(scene, "Bob", "pair_begun")

    assert Mentorship.objects.get().state == "active"
    assert Offer.objects.get().meeting_at is None
    assert "proposes a first meeting" not in found.body
    assert "Agree a first meeting" in begun.body
    assert str(Mentorship.objects.get().id) in found.body


@pytest.mark.parametrize(("who", "other"), [("Bob", "Cleo"), ("Cleo", "Bob")])
def test_either_proposes_a_first_meeting_after_the_yes_and_the_other_is_told(scene, who, other):
    press(scene, "Bob", go="accept")
    press(scene, "Cleo", go="agree")

    press(scene, who, go="meeting", meeting_at=in_days(3), modality="video")
    press(scene, who, go="meeting", meeting_at=in_days(4), modality="video")

    assert mail_to(scene, other, "pair_meeting").count() == 2
    assert not mail_to(scene, who, "pair_meeting").exists()
    assert "Video" in press(scene, other).text


def test_mentee_agrees_to_the_time_or_takes_another(scene):
    press(scene, "Bob", go="accept", meeting_at=in_days(3), modality="phone")
    proposed = Offer.objects.get().meeting_at

    press(scene, "Cleo", go="accept", meeting_at=in_days(5))

    offer = Offer.objects.get()
    assert (offer.meeting_at - proposed).days == 2
    assert offer.meeting_modality == "phone"


def test_mentee_can_not_move_a_meeting_before_saying_yes(scene):
    press(scene, "Bob", go="accept")

    assert press(scene, "Cleo", go="meeting", meeting_at=in_days(5)).status_code == 409
    assert Offer.objects.get().meeting_at is None


def test_form_keeps_its_picker_after_an_error(scene):
    typed = (now() - timedelta(days=3)).strftime("%Y-%m-%dT10:00")

    page = press(scene, "Bob", go="accept", meeting_at=typed, modality="video").text

    assert "Choose a time to come" in page
    assert 'type="datetime-local"' in page
    assert f'value="{typed}"' in page


def test_page_shows_the_hours_that_both_gave_in_the_readers_zone(scene):
    for side, hours, zone in (
        ("mentor", [7, 8, 33], "America/Chicago"),
        ("mentee", [8, 9, 10], "America/New_York"),
    ):
        before = Intake.objects.get(enrollment__side=side)
        answers = {**before.answers, "hours": hours, "zone": zone}
        Intake.objects.create(
            enrollment=before.enrollment, version=before.version + 1, submitted_at=now(), answers=answers
        )

    page = press(scene, "Bob").text

    # 7 and 8 in Chicago are 8 and 9 in New York
    hours = in_utc([8, 9], "America/New_York", now().date())
    zone = next(one for one in ("America/Chicago", "America/New_York") if f"{place_of(one)} time" in page)
    spans = spans_of(from_utc(hours, zone, now().date()))
    assert "Both of you are free" in page
    assert all(words in page for words in free_words(spans))
    assert "in common" not in page


def test_mentor_reads_only_what_the_mentee_asked_for(scene):
    page = press(scene, "Bob").text
    offer = mail_to(scene, "Bob", "pair_offer").get()

    assert "learn from you" not in page + offer.subject + offer.body
    assert "Would you mentor" in page


def test_hours_in_a_row_are_one_span():
    assert spans_of([7, 8, 23, 24, 30]) == [Span(0, 7, 9), Span(0, 23, 24), Span(1, 0, 1), Span(1, 6, 7)]
    assert free_words([Span(0, 7, 9), Span(4, 11, 13), Span(6, 23, 24)]) == [
        "Monday, 7 AM to 9 AM",
        "Friday, 11 AM to 1 PM",
        "Sunday, 11 PM to 12 AM",
    ]
