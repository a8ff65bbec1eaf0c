"""What a home asks of the database does not grow with what two have, nor with how many a mentor has."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rounds.framework.services import install_first_version
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.programs.models import Program
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentee, make_scene
from tests.mentorships.test_services import opening
from tests.web.pairs.full_year import day, fill, fill_place

pytestmark = pytest.mark.django_db
MOST = 20
MENTEES = ("Cleo", "Erin", "Fay")
# What is on a card: each of these is read by a query of its own somewhere else.
SHOWN = {
    "Bob": [
        "Lead a huddle",
        "1 of 1 step",
        "How do you begin?",
        "asks how you see some competencies",
        "A report waits for your answer",
        "Debrief of Wards waits",
        "Half of your time together is over",
        "One of you has a new career tier",
        "Read the budget",
        "proposes",
        "proposes what you two agree on",
        "Report lost time",
    ],
    "Cleo": [
        "Lead a huddle",
        "How do you begin?",
        "asks what helps you",
        "Debrief of Wards waits",
        "You proposed",
    ],
}


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital)
    install_first_version(by=made.alice)
    for name in MENTEES[1:]:
        add_mentee(made, name)
    return made


def bring_together(scene, number):
    pair = record_existing_pair(
        pair=opening(scene, MENTEES[number], places=5),
        started_on=day(200),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        by=scene.alice,
    )
    Mentorship.objects.filter(id=pair.id).update(created_at=pair.created_at.replace(year=2020))
    pair = Mentorship.objects.get(id=pair.id)
    fill(pair, number)
    return pair


def count(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        text = client.get(path).text
    return len(asked), text


@pytest.mark.parametrize("who", ["Bob", "Cleo"])
@pytest.mark.parametrize("page", ["home", "pairs:mine"])
def test_page_of_a_pair_that_has_everything_takes_few_queries(scene, who, page):
    first = bring_together(scene, 0)
    fill_place(first)
    Program.objects.update(applications_open=True)
    client, path = Client(), reverse(page, kwargs={"institution": scene.institution.slug})
    sign_in_client(client, scene.people[who].user)
    with_one, _text = count(client, path)
    for number in (1, 2):
        bring_together(scene, number)

    with_three, text = count(client, path)

    assert [words for words in SHOWN[who] if page == "home" and words not in text] == []
    assert with_three <= MOST
    if page == "home":
        assert with_three - with_one <= 1  # free times are looked for where nothing is planned
