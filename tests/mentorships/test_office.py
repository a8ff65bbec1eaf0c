"""What the program office does with one pair: end it and take that back, pause it, give it another mentor."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.publishing.selectors.hand_over import candidates_for
from rounds.matching.publishing.services.hand_over import hand_over
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.office import (
    end_pair_by_office,
    pause_pair,
    plan_end,
    resume_pair,
    take_back_end,
)
from rounds.mentorships.services.pairs import record_existing_pair
from tests.matching.scenes import add_mentor, make_scene
from tests.mentorships.test_services import opening


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    add_mentor(scene, "Ann", capacity=1)
    return scene


@pytest.fixture
def pair(scene):
    return record_existing_pair(
        pair=opening(scene),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        started_on=institution_today() - timedelta(days=90),
        by=scene.alice,
    )


def end(scene, pair, **changes):
    given = {"reason": "time", "ended_on": institution_today(), **changes}
    return end_pair_by_office(mentorship_id=pair.id, by=scene.alice, **given)


def test_end_tells_both_after_quarter_of_an_hour_without_the_reason(scene, pair):
    end(scene, pair)
    dispatch_waiting()

    letters = OutgoingMail.objects.all()
    assert {one.to_person_id for one in letters} == {pair.mentee_id, pair.mentor_id}
    assert all(one.send_after > now() + timedelta(minutes=13) for one in letters)
    assert not any("time" in one.body for one in letters)
    assert MentorLoad.objects.get().active == 0


def test_end_taken_back_stops_the_mail_and_the_pair_goes_on(scene, pair):
    end(scene, pair)
    dispatch_waiting()

    take_back_end(mentorship_id=pair.id, by=scene.alice)
    dispatch_waiting()

    pair.refresh_from_db()
    assert (pair.state, pair.ended_on, pair.end_reason) == ("active", None, "")
    assert MentorLoad.objects.get().active == 1
    assert {one.state for one in OutgoingMail.objects.all()} == {"stopped"}


def test_end_taken_back_after_the_mail_left_tells_both_again(scene, pair, clock):
    end(scene, pair)
    dispatch_waiting()
    OutgoingMail.objects.update(state="sent")
    clock.shift(timedelta(hours=2))

    take_back_end(mentorship_id=pair.id, by=scene.alice)
    dispatch_waiting()

    assert OutgoingMail.objects.filter(kind="pair_goes_on").count() == 2


def test_end_is_not_taken_back_after_a_day_or_when_the_place_is_gone(scene, pair, clock):
    end(scene, pair)
    MentorLoad.objects.update(capacity=0)
    with pytest.raises(OutOfOrder, match="No place left with Bob"):
        take_back_end(mentorship_id=pair.id, by=scene.alice)

    MentorLoad.objects.update(capacity=2)
    clock.shift(timedelta(hours=25))
    with pytest.raises(OutOfOrder, match="more than a day ago"):
        take_back_end(mentorship_id=pair.id, by=scene.alice)


@pytest.mark.parametrize("days", [1, -400])
def test_end_outside_of_the_time_of_the_pair_names_the_field(scene, pair, days):
    with pytest.raises(DomainError) as caught:
        end(scene, pair, ended_on=institution_today() + timedelta(days=days))

    assert caught.value.field == "ended_on"


def test_pause_and_planned_end(scene, pair):
    pause_pair(mentorship_id=pair.id, by=scene.alice)
    with pytest.raises(OutOfOrder):
        pause_pair(mentorship_id=pair.id, by=scene.alice)
    resume_pair(mentorship_id=pair.id, by=scene.alice)
    plan_end(mentorship_id=pair.id, planned_end_on=institution_today(), by=scene.alice)

    pair.refresh_from_db()
    assert (pair.state, pair.planned_end_on) == ("active", institution_today())
    with pytest.raises(DomainError, match="Choose a day after"):
        plan_end(mentorship_id=pair.id, planned_end_on=pair.opened_on, by=scene.alice)


def test_hand_over_ends_one_pair_begins_the_next_and_tells_three(scene, pair):
    names = [one.name for one in candidates_for(pair)]

    new = hand_over(pair=pair, mentor_id=scene.people["Ann"].id, reason="changed", by=scene.alice)
    dispatch_waiting()

    assert names == [scene.people["Ann"].full_name]
    assert (new.state, new.mentee_id) == ("active", pair.mentee_id)
    assert Mentorship.objects.get(id=pair.id).state == "ended"
    assert sorted((one.kind, one.to_person_id) for one in OutgoingMail.objects.all()) == sorted(
        [
            ("pair_ended", scene.people["Bob"].id),
            ("pair_new_mentor", scene.people["Ann"].id),
            ("pair_new_mentor", scene.people["Cleo"].id),
        ]
    )


def test_hand_over_to_a_full_mentor_is_refused_and_the_pair_stays(scene, pair):
    MentorLoad.objects.create(mentor=scene.people["Ann"], active=1, capacity=1)

    with pytest.raises(DomainError, match="can't take over"):
        hand_over(pair=pair, mentor_id=scene.people["Ann"].id, reason="changed", by=scene.alice)

    assert Mentorship.objects.get().state == "active"
