"""Follow-up on a clock that runs for ten years: who is asked when, what a page writes, and that one press ends it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from rounds.core.access import system
from rounds.core.database.scope import current_institution_id
from rounds.core.mail import record_bounce, send_waiting
from rounds.core.models import DayMail, OutgoingMail
from rounds.insights.models import Check, FollowUp, OutcomeEvent, Sighting
from rounds.insights.selectors.following import coverage, standing, today_of
from rounds.insights.services.following import ask_who_is_due
from rounds.insights.services.outcomes import Fact, record_outcome
from rounds.insights.values.following import year_due
from rounds.mentorships.models import Mentorship
from rounds.people.models import Consent, Person
from rounds.programs.models import Cycle
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair

pytestmark = pytest.mark.django_db
ENDED = date(2026, 6, 30)
LINK = re.compile(r"/answer/later/[\w-]{22}/")


@pytest.fixture
def scene(in_hospital, clock):
    """Let the program of Bob and Cleo be over since 30 June 2026; both agreed, each to other words."""
    clock.move_to(datetime(2026, 6, 1, 15, tzinfo=UTC))
    in_hospital.mail_is_live = True
    in_hospital.timezone = "America/New_York"
    in_hospital.save()
    made = make_scene(in_hospital)
    pair = run_pair(made)
    Mentorship.objects.filter(id=pair.id).update(state="completed", ended_on=ENDED)
    Cycle.objects.filter(id=pair.cycle_id).update(
        state="closed", starts_on=ENDED - timedelta(days=365), ends_on=ENDED
    )
    for name, version in (("Bob", "1"), ("Cleo", "2")):
        Person.objects.filter(id=made.people[name].id).update(
            personal_email=f"{name.lower()}@home.example", personal_confirmed_at=timezone.now()
        )
        Consent.objects.filter(person=made.people[name], kind="follow_up").delete()
        Consent.objects.create(person=made.people[name], kind="follow_up", version=version)
    return made


def run(clock, first, last, step=7):
    """Let the worker's day come on each seventh day, at eleven in New York, a Tuesday."""
    day = first
    while day < last:
        clock.move_to(datetime(day.year, day.month, day.day, 15, tzinfo=UTC))
        ask_who_is_due(by=office())
        send_waiting()
        day += timedelta(days=step)


def office():
    return system(current_institution_id())


def years_of(scene, name):
    return list(
        FollowUp.objects.filter(person=scene.people[name], asked_on__isnull=False)
        .order_by("year")
        .values_list("year", flat=True)
    )


TUESDAY = date(2026, 7, 7)


def open_page(scene, name="Cleo"):
    """Return a browser that followed the link of the newest mail to somebody."""
    [*_rest, last] = [one for one in outbox.outbox if one.to == [f"{name.lower()}@home.example"]]
    visitor = Client()
    assert visitor.get(LINK.search(last.body)[0]).status_code == 302
    return visitor


@pytest.mark.parametrize("step", [21, pytest.param(7, marks=pytest.mark.long)])
def test_each_year_is_asked_once_with_two_reminders_and_ends_as_agreed(scene, clock, step):
    """Go through eleven years, the worker on one day of each third week (long: of each week): that is the time it takes."""
    run(clock, TUESDAY, date(2037, 9, 1), step)

    assert years_of(scene, "Cleo") == list(range(1, 11))
    assert years_of(scene, "Bob") == [1, 2, 3, 4, 5]
    assert set(FollowUp.objects.values_list("messages", flat=True)) == {3}
    to = [one.to[0] for one in outbox.outbox]
    assert (to.count("cleo@home.example"), to.count("bob@home.example"), len(to)) == (30, 15, 45)
    assert DayMail.objects.filter(is_sent=True).count() == 45


def test_page_that_is_sent_twice_is_one_answer(scene, clock):
    cleo = scene.people["Cleo"]
    seat = record_outcome(person=cleo, fact=Fact("seat", date(2026, 3, 9), details="Quality"), by=office())
    role = record_outcome(person=cleo, fact=Fact("role", date(2026, 4, 9), details="Chief"), by=office())
    run(clock, date(2027, 7, 6), date(2027, 7, 13))
    visitor = open_page(scene)
    page = visitor.get("/answer/later/").content.decode()
    said = {
        f"line_{seat.id}": "right",
        f"line_{role.id}": "unsure",
        f"now_{role.id}": "Chief of two wards",
        "here": "yes",
        "kind_1": "promotion",
        "when_1": "2027-05",
        "words_1": "Associate professor",
        "kind_2": "",
        "certified": "yes",
        "reach": "3",
    }

    statuses = [visitor.post("/answer/later/", said).status_code for _ in range(2)]

    assert "Seat on a committee or board: Quality" in page
    assert "entered by the office" in page
    assert statuses == [302, 200]
    checks = Check.objects.order_by("said").values_list("said", "words")
    assert list(checks) == [("right", ""), ("unsure", "Chief of two wards")]
    assert Sighting.objects.filter(person=cleo, source="person").count() == 1
    row = FollowUp.objects.get(person=cleo)
    assert (row.certified, row.reach, row.mentors) == ("yes", 3, ""), "the last one was left out"
    assert [(one.key, one.said, one.yes) for one in today_of()] == [
        ("certified", 1, None),
        ("reach", 1, None),
        ("mentors", 0, None),
    ], "nothing of fewer than ten"
    new = OutcomeEvent.objects.get(source="person")
    assert (new.kind, new.from_on, new.precision) == ("promotion", date(2027, 5, 1), "month")
    run(clock, date(2027, 7, 13), date(2027, 12, 1))
    assert [one.to[0] for one in outbox.outbox].count("cleo@home.example") == 1


def test_what_is_missing_is_named_and_what_was_typed_stays(scene, clock):
    run(clock, date(2027, 7, 6), date(2027, 7, 13))
    visitor = open_page(scene)

    answer = visitor.post("/answer/later/", {"here": "no", "kind_1": "role", "words_1": "Chair of medicine"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("The year is enough.") >= 2
    assert "Chair of medicine" in text
    assert FollowUp.objects.filter(answered_at__isnull=False).count() == 0
    gone = visitor.post("/answer/later/", {"here": "no", "left": "2027", "why": "other_post"})
    assert gone.status_code == 302
    assert OutcomeEvent.objects.get(kind="departure").why == "other_post"


def test_one_press_stops_it_for_good(scene, clock):
    run(clock, date(2027, 7, 6), date(2027, 7, 13))
    visitor = open_page(scene)

    assert visitor.post("/answer/later/stop/").status_code == 200
    assert visitor.post("/answer/later/stop/").status_code == 404
    before = len(outbox.outbox)
    run(clock, date(2027, 7, 13), date(2029, 1, 1))

    assert {one.to[0] for one in outbox.outbox[before:]} == {"bob@home.example"}


def test_who_agreed_to_five_years_is_asked_in_the_fourth_whether_it_may_go_on(scene, clock):
    run(clock, date(2029, 7, 3), date(2029, 7, 10))
    assert "ten years in all" not in open_page(scene, "Bob").get("/answer/later/").content.decode()
    run(clock, date(2030, 7, 2), date(2030, 7, 9))
    visitor = open_page(scene, "Bob")

    assert "ten years in all" in visitor.get("/answer/later/").content.decode()
    assert visitor.post("/answer/later/", {"more": "yes"}).status_code == 302

    assert Consent.objects.get(person=scene.people["Bob"], withdrawn_at=None).version == "2"
    assert year_due(ENDED, date(2034, 7, 2), "1") is None
    assert year_due(ENDED, date(2034, 7, 2), "2") == 8


def test_others_who_cannot_be_reached_and_those_who_came_back_are_not_written_to(scene, clock):
    Person.objects.filter(id=scene.people["Bob"].id).update(personal_confirmed_at=None)
    run(clock, date(2027, 7, 6), date(2027, 7, 13))
    mail = OutgoingMail.objects.get(kind="follow_up")
    record_bounce(mail.id, problem="No such user")

    run(clock, date(2027, 7, 13), date(2028, 12, 1))

    assert len(outbox.outbox) == 1
    assert (standing().took_part, standing().without_address, standing().came_back) == (2, 1, 1)
    assert [(one.asked, one.answered) for one in coverage()] == [(1, None)]


def test_link_ends_after_ninety_days_and_opens_nothing_else(scene, clock):
    run(clock, date(2027, 7, 6), date(2027, 7, 13))
    visitor = open_page(scene)
    clock.move_to(datetime(2027, 10, 10, 15, tzinfo=UTC))

    assert visitor.get("/answer/later/").status_code == 404
    assert Client().get("/answer/later/").status_code == 404
    assert Client().get("/answer/later/x/").status_code == 404
