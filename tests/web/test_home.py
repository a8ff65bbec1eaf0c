"""The first page: the office's work counted, a participant's next step, nobody else's business."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.models import OutgoingMail
from rounds.mentorships.figures.values import Quarter, Share, YearFigures
from rounds.mentorships.selectors import MenteeCounts
from rounds.people.models import Person
from rounds.programs import services
from rounds.programs.models import Enrollment
from rounds.web.home.others import Waits
from rounds.web.home.parts import _year_figures, count_the_work, days_ago, year_of
from tests.browser.conftest import sign_in_client
from tests.browser.world import make_world

HOME = "/st-brigid/"


@pytest.fixture
def world(db):
    """Stand at noon in UTC, when the office in America has the same day."""
    with time_machine.travel(datetime.now(UTC).replace(hour=12)):
        yield make_world("home")


def look(world, who, address=HOME):
    client = Client()
    sign_in_client(client, world.users[who])
    return client.get(address)


def test_office_home_counts_the_work(world):
    answer = look(world, "alice")

    page = answer.content.decode()
    assert "One thing needs you today." in page
    assert "12 people have not finished intake" in page
    assert "Stopped at “When can you usually meet?”" in page
    assert page.count("button-primary") == 1


def test_office_home_names_oldest_first(world):
    answer = look(world, "alice")

    group = answer.context["office"].groups[0]
    assert group.rows[0].name == "Cleo Marchetti, mentee"
    assert group.rows[0].when == "5 days ago"


def test_office_home_when_intake_has_closed_is_urgent(world):
    cohort = world.pilot_cohort
    with scope(world.institution.id):
        type(cohort).objects.filter(id=cohort.id).update(
            intake_closes_on=institution_today() - timedelta(days=1)
        )

    answer = look(world, "alice")

    assert answer.context["office"].groups[0].tone == "act"


def test_office_home_with_mail_that_came_back(world):
    with scope(world.institution.id):
        enrollment = Enrollment.objects.get(cohort=world.pilot_cohort, person=world.people["cleo"])
        OutgoingMail.objects.create(
            key=f"intake_reminder:{enrollment.id}:2026-01-01:0",
            kind="intake_reminder",
            to_person_id=world.people["cleo"].id,
            to_address="cleo@st-brigid.example",
            subject="Intake",
            body="",
            state=OutgoingMail.State.BOUNCED,
            problem="no such mailbox",
        )

    answer = look(world, "alice")

    assert [group.key for group in answer.context["office"].groups] == ["bounced", "intake"]


def test_office_home_of_program_one_does_not_run(world):
    answer = look(world, "sam")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Autumn Pilot" not in page
    assert "Cleo" not in page


def test_home_of_stranger(world):
    answer = look(world, "dan")

    assert answer.status_code == 404


def test_home_without_session_leads_to_sign_in(world):
    answer = Client().get(HOME)

    assert answer.status_code == 302
    assert "/sign-in/" in answer.headers["Location"]


def test_participant_home_has_one_next_step(world):
    answer = look(world, "cleo")

    page = answer.content.decode()
    assert "Hello, Cleo" in page
    assert "Go on where I left off" in page
    assert page.count("button-primary") == 1
    assert "Okafor" not in page


def test_participant_home_in_no_program(world):
    answer = look(world, "erin")

    assert "You are in no program yet" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("cleo", 200), ("alice", 404)])
def test_own_page_is_there_for_who_takes_part(world, who, status):
    answer = look(world, who, reverse("mine", kwargs={"institution": "st-brigid"}))

    assert answer.status_code == status


def test_office_home_queries_do_not_grow(world):
    client = Client()
    sign_in_client(client, world.users["alice"])
    client.get(HOME)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    with scope(world.institution.id):
        people = [Person.objects.create(given_name="Person", family_name=str(n)) for n in range(30)]
        services.enroll_people(
            by=world.by,
            cohort=world.pilot_cohort,
            people=[services.NewEnrollment(person_id=person.id, side="mentee") for person in people],
        )
        assert Enrollment.objects.count() == 42

    with CaptureQueriesContext(connection) as many:
        client.get(HOME)

    with CaptureQueriesContext(connection) as again:
        client.get(HOME)
    assert len(again) == len(few)
    # what is kept notes a question twice when its answer has changed, and puts it to the database once
    assert len({q["sql"] for q in many.captured_queries}) <= 20, "\n".join(
        q["sql"][:150] for q in many.captured_queries
    )


def test_call_that_waits_in_another_program_presses_and_is_told_with_it():
    waits = Waits({"calls": 2}, MenteeCounts(0, 0, 0), is_intake_over=False)

    assert waits.pressing == 1
    assert waits.words == "2 people ask to be called"


def test_year_that_is_over_says_so_and_counts_no_agreement_of_nobody(world):
    over = Quarter(4, date(2025, 6, 1), date(2025, 9, 1), Share(22, 23))

    with scope(world.institution.id):
        [contact] = _year_figures(YearFigures(uuid4(), quarters=(over,), conversations=40))

    assert contact.label == "Pairs that talked in the last quarter"
    assert contact.note == "from 1 Jun to 31 Aug 2025"
    assert contact.of == "of 23 pairs"


def test_waiting_mail_of_a_home_leads_to_that_programs_alone(world):
    with scope(world.institution.id):
        for number, program in enumerate((world.pilot_cohort.cycle.program_id, None)):
            OutgoingMail.objects.create(
                key=f"waits:{number}",
                kind="invitation",
                to_person_id=world.people["alice"].id,
                to_address="alice@st-brigid.example",
                subject=f"Waits {number}",
                body="",
                program_id=program,
            )
    page = look(world, "alice").content.decode()
    to = f"{HOME}sent/?state=waiting&program={world.pilot_cohort.cycle.program_id}"

    listed = look(world, "alice", to).content.decode()

    assert to.replace("&", "&amp;") in page
    assert "1 message of this program waits to leave" in page
    assert "Waits 0" in listed
    assert "Waits 1" not in listed


@pytest.mark.parametrize(
    ("day", "month", "first"),
    [(date(2026, 8, 1), 0, 0.0), (date(2026, 9, 16), 1, 0.5), (date(2028, 1, 1), 12, 1.0)],
)
def test_year_of_months(day, month, first):
    year = year_of(date(2026, 9, 1), date(2027, 9, 1), day)
    assert year.is_over == (day >= date(2027, 9, 1))

    assert len(year.months) == 12
    assert year.month == month
    assert year.months[0] == pytest.approx(first, abs=0.02)


def test_days_ago_in_words():
    day = date(2026, 11, 22)

    assert [days_ago(day - timedelta(days=back), day) for back in (0, 1, 5)] == [
        "today",
        "yesterday",
        "5 days ago",
    ]


def test_count_the_work_beyond_words():
    assert count_the_work(0) == "Nothing needs you today. Everything is on course."
    assert count_the_work(11) == "11 things need you today."
    assert count_the_work(1, 8) == "One thing needs you today. Something waits in 8 other programs."
    assert (
        count_the_work(0, 2)
        == "Nothing needs you in this program today. Something waits in two other programs."
    )


@pytest.mark.parametrize(("mentors", "said"), [(True, "is set up, and not started"), (False, "lacks")])
def test_office_home_before_the_start(world, mentors, said):
    with scope(world.institution.id):
        type(world.pilot).objects.update(state="setting_up")
        if not mentors:
            Enrollment.objects.filter(side="mentor").update(state="withdrawn")

    answer = look(world, "alice")

    assert said in answer.context["office"].groups[0].title
