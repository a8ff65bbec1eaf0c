"""Two records of one person, both in a cohort: what a merge does to enrollments, pairs and places."""

from datetime import timedelta

import pytest

from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.mentorships.enums import OPEN, State
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.people.services import merge_people
from rounds.programs.models import Exclusion, Intake, Wish
from tests.matching.scenes import add_mentee, add_mentor, make_scene


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


def open_(scene, *names):
    pairs = [
        Opening(
            mentee_enrollment_id=scene.enrollments[mentee, "mentee"].id,
            mentor_enrollment_id=scene.enrollments[mentor, "mentor"].id,
            mentee_id=scene.people[mentee].id,
            mentor_id=scene.people[mentor].id,
            places=3,
        )
        for mentee, mentor in names
    ]
    cohort = scene.cohort
    return open_pairs(
        pairs=pairs,
        cycle_id=cohort.cycle_id,
        program_id=scene.program.id,
        by=scene.alice,
        state=State.ACTIVE,
    )


def merge(scene, keep, other):
    return merge_people(keep=scene.people[keep], other=scene.people[other], by=scene.alice)


def test_answers_given_last_count_and_none_is_lost(scene):
    add_mentee(scene, "Cleopatra")
    kept, gone = scene.enrollments["Cleo", "mentee"], scene.enrollments["Cleopatra", "mentee"]
    Intake.objects.filter(enrollment=kept).delete()
    Intake.objects.create(enrollment=kept, submitted_at=now() - timedelta(days=9))

    report = merge(scene, "Cleo", "Cleopatra")

    intakes = list(Intake.objects.filter(enrollment=kept).order_by("version"))
    gone.refresh_from_db()
    assert [one.version for one in intakes] == [1, 2]
    assert intakes[0].submitted_at < intakes[1].submitted_at
    assert gone.state == "withdrawn"
    assert report.doubled == {"enrollment": 1}


def test_wishes_and_exclusions_follow_to_the_kept_record(scene):
    add_mentor(scene, "Robert")
    cleos = scene.enrollments["Cleo", "mentee"]
    Wish.objects.create(enrollment=cleos, rank=1, person=scene.people["Bob"])
    Wish.objects.create(enrollment=cleos, rank=2, person=scene.people["Robert"])
    exclusion = Exclusion(enrollment=cleos)
    exclusion.seal_value({"person": str(scene.people["Robert"].id)})
    exclusion.save()

    merge(scene, "Bob", "Robert")

    assert Wish.objects.get().person == scene.people["Bob"]
    assert Exclusion.objects.get().opened() == {"person": str(scene.people["Bob"].id)}


def test_places_taken_by_both_records_of_a_mentor_are_added(scene):
    add_mentor(scene, "Robert")
    add_mentee(scene, "Finn")
    open_(scene, ("Cleo", "Bob"), ("Finn", "Robert"))

    merge(scene, "Bob", "Robert")

    load = MentorLoad.objects.get()
    assert (load.mentor, load.active) == (scene.people["Bob"], 2)
    assert {pair.mentor_enrollment for pair in Mentorship.objects.all()} == {
        scene.enrollments["Bob", "mentor"]
    }


def test_pair_recorded_twice_goes_on_once(scene):
    add_mentee(scene, "Cleopatra")
    open_(scene, ("Cleo", "Bob"), ("Cleopatra", "Bob"))

    merge(scene, "Cleo", "Cleopatra")

    assert Mentorship.objects.filter(state__in=OPEN).get().mentee == scene.people["Cleo"]
    assert MentorLoad.objects.get().active == 1


def test_two_mentors_of_one_mentee_are_named_and_nothing_changes(scene):
    add_mentor(scene, "Eve")
    add_mentee(scene, "Cleopatra")
    open_(scene, ("Cleo", "Bob"), ("Cleopatra", "Eve"))

    with pytest.raises(DomainError, match="Bob Brandt and Eve Test"):
        merge(scene, "Cleo", "Cleopatra")

    scene.people["Cleopatra"].refresh_from_db()
    assert scene.people["Cleopatra"].merged_into is None
    assert Mentorship.objects.filter(state__in=OPEN).count() == 2


def test_mentor_and_mentee_of_each_other_are_two_people(scene):
    open_(scene, ("Cleo", "Bob"))

    with pytest.raises(DomainError, match="two people"):
        merge(scene, "Bob", "Cleo")
