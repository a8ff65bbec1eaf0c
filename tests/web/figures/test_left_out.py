"""Whom the mail of the day leaves out is said by name, as the sending sees it: in a world with two programs, leavers, imported pairs."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.mail.days import readers_of
from rounds.mentorships.dues.selectors.left_out import people_left_out
from rounds.mentorships.dues.selectors.telling import watched_pairs
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.people.models import Person
from rounds.people.services import update_person
from rounds.programs.models import Enrollment, Program
from tests.mentorships.test_services import opening
from tests.web.figures.crowd import look

pytestmark = pytest.mark.django_db


def test_office_is_told_by_name_whom_mail_leaves_out_until_it_is_mended(crowd):
    """Makes the crowd and opens five pages, which takes seconds."""
    scene, nursing = crowd
    Program.objects.update(state="running")
    cycle = {"cycle_id": scene.cohort.cycle_id, "program_id": scene.program.id, "by": scene.alice}
    mentees = [one.person for one in Enrollment.objects.filter(side="mentee", person__left_on=None)[:2]]
    began = institution_today() - timedelta(days=30)
    for person, mentor in zip(mentees, ("Ann", "Bob"), strict=True):
        record_existing_pair(pair=opening(scene, person.given_name, mentor), started_on=began, **cycle)
    # in running pairs; of a pair whose mentor has left; asked and not begun; in no pair
    Person.objects.filter(given_name="Bob").update(left_on=began)
    for name, address in (
        ("Eve", ""),
        ("Ann", "first..last@x.example"),
        (mentees[1].given_name, ""),
        ("Fay", ""),
        ("Gus", ""),
    ):
        Person.objects.filter(id=scene.people[name].id).update(email=address)
    watched = {one for pair in watched_pairs() for one in (pair.mentee_id, pair.mentor_id)}

    home, sent = look(scene, f"?program={scene.program.id}"), look(scene, "sent/")
    other = look(scene, f"?program={nursing.id}")

    named = people_left_out([scene.program.id])
    assert {one.id for one in named} == watched - set(readers_of(watched))
    assert {one.given_name for one in named} == {"Eve", "Ann"}
    for page in (home.text, sent.text):
        assert "The mail of the day leaves out 2 people" in page
        assert "No e-mail address is recorded" in page
        assert "“first..last@x.example” is not an e-mail address" in page
        assert f"/people/{scene.people['Eve'].id}/" in page
    assert "leaves out" not in other.text
    update_person(person=scene.people["Eve"], by=scene.alice, email="eve@example.org")
    update_person(person=scene.people["Ann"], by=scene.alice, email="ann@example.org")
    assert "leaves out" not in look(scene, "sent/").text
