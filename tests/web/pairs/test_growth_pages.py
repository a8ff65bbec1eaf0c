"""Pages of growth: who did what, and texts that are too long, without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.mentorships.growth.selectors.goals import goal_for
from rounds.mentorships.growth.services import marks
from rounds.mentorships.growth.services.marks import TickedStep
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.mentorships.growth.scenes import write_goal


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def client_of(scene, name):
    client = Client()
    client.force_login(scene.people[name].user)
    return client


def address_of(scene, name, **arguments):
    return reverse(f"growth:{name}", kwargs={"institution": scene.institution.slug, **arguments})


def test_goal_says_who_ticked_a_step_for_the_mentee(scene, pair):
    goal = write_goal(scene.cleo, pair)
    own, mentors = (step.key for step in goal_for(scene.cleo, goal.id).steps)
    for step, by in ((own, scene.cleo), (mentors, scene.bob)):
        marks.set_step(ticked=TickedStep(goal.id, step), done_on=institution_today(), by=by)

    page = client_of(scene, "Cleo").get(address_of(scene, "goal", goal_id=goal.id)).content.decode()

    assert page.count(", by Dr. Bob Brandt") == 1


def test_answer_that_is_too_long_says_how_much_and_stays_whole(scene, pair):
    asks = address_of(scene, "asks", mentorship_id=pair.id)
    typed = "x" * 2990 + " the end"

    page = client_of(scene, "Cleo").post(asks, {"question": typed}).content.decode()

    assert "2,718 characters too long: at most 280 fit" in page
    assert typed in page
    assert "maxlength" not in page
