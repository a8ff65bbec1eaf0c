"""The pairs of a participant: home, Year and the page of a pair say the same, wherever the pair came from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rounds.core.clock import institution_today, now
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.pairs import open_pairs, record_existing_pair
from rounds.mentorships.services.states import end_mentorship, take_back_pairs
from rounds.programs.models import IntroductionCard
from rounds.web.kept_pages import forget_pages
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentee, add_person, make_scene
from tests.mentorships.test_services import opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital, mentees=1)
    add_person(made, "Dana", login=True)
    return made


def cycle_of(scene):
    return {"cycle_id": scene.cohort.cycle_id, "program_id": scene.program.id, "by": scene.alice}


def bring_along(scene):
    began = institution_today() - timedelta(days=60)
    return record_existing_pair(pair=opening(scene), started_on=began, **cycle_of(scene))


def look(scene, who, page, **arguments):
    client = Client()
    sign_in_client(client, scene.people[who].user)
    return client.get(reverse(page, kwargs={"institution": scene.institution.slug, **arguments}))


@pytest.mark.parametrize(("who", "other"), [("Bob", "Cleo"), ("Cleo", "Bob")])
def test_imported_pair_is_on_home_in_year_and_has_a_page(scene, who, other):
    pair = bring_along(scene)
    link = reverse("pairs:pair", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})

    home, year = look(scene, who, "home").text, look(scene, who, "pairs:mine").text
    page = look(scene, who, "pairs:pair", mentorship_id=pair.id).text

    assert link in home
    assert link in year
    assert all(other in text for text in (home, year, page))
    assert all("Together since" in text for text in (home, year, page))
    assert "No pair yet" not in year
    assert f'href="{link}change/"' in page, "the way to ask for a change"


@pytest.mark.parametrize("who", ["Dana", "Alice"])
def test_pair_is_its_two_people_alone(scene, who):
    pair = bring_along(scene)

    assert look(scene, who, "pairs:pair", mentorship_id=pair.id).status_code == 404


@pytest.mark.parametrize("who", ["Bob", "Cleo"])
def test_former_partner_reads_what_ended_and_not_the_card_of_today(scene, who):
    pair = bring_along(scene)
    for enrollment in (pair.mentor_enrollment_id, pair.mentee_enrollment_id):
        IntroductionCard.objects.create(
            enrollment_id=enrollment, headline="canary-headline", about="canary", approved_at=now()
        )
    running = look(scene, who, "pairs:pair", mentorship_id=pair.id).text
    end_mentorship(mentorship_id=pair.id, reason="goals", by=scene.alice)

    page, year = (
        look(scene, who, "pairs:pair", mentorship_id=pair.id).text,
        look(scene, who, "pairs:mine").text,
    )

    assert "canary-headline" in running
    assert "canary" not in page + year
    assert all("Together from" in text for text in (page, year))
    assert "This pair is closed" in page


def test_answer_to_a_pair_without_a_question_is_refused_in_words(scene):
    pair = bring_along(scene)
    client = Client()
    sign_in_client(client, scene.people["Bob"].user)
    path = reverse("pairs:pair", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})

    answer = client.post(path, {"go": "decline"})

    assert answer.status_code == 409
    assert "Nothing is asked about this pair" in answer.text
    assert Mentorship.objects.get().state == "active"


def test_pair_that_was_taken_back_never_was(scene):
    (pair,) = open_pairs(
        pairs=[opening(scene)], shown_from_at=now() + timedelta(minutes=15), **cycle_of(scene)
    )
    take_back_pairs(mentorship_ids=[pair.id], by=scene.alice)
    Mentorship.objects.update(
        shown_from_at=now() - timedelta(minutes=1), ended_at=now() - timedelta(minutes=10)
    )

    assert "No pair yet" in look(scene, "Bob", "pairs:mine").text
    assert look(scene, "Bob", "pairs:pair", mentorship_id=pair.id).status_code == 404


def test_year_shows_what_each_subject_says_in_as_many_queries_for_two_pairs(scene):
    client, path = Client(), reverse("pairs:mine", kwargs={"institution": scene.institution.slug})
    add_mentee(scene, "Erin")
    sign_in_client(client, scene.people["Bob"].user)
    bring_along(scene)
    client.get(path)
    forget_pages()
    with CaptureQueriesContext(connection) as with_one:
        client.get(path)
    began = institution_today() - timedelta(days=60)
    record_existing_pair(pair=opening(scene, "Erin"), started_on=began, **cycle_of(scene))

    forget_pages()
    with CaptureQueriesContext(connection) as with_two:
        text = client.get(path).text

    for label in ("Agreement", "Conversations", "Coming up"):
        assert text.count(f"<dt>{label}</dt>") == 2
    assert len(with_two) == len(with_one) <= 20
