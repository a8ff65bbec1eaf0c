"""Going on after all: after a change of mentor and after a withdrawal, restored or said plainly why not."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.publishing.services.hand_over import hand_over
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.going_on import bring_pairs_back, changed_from, let_pair_go_on
from rounds.programs.models import Enrollment
from rounds.programs.services.enrollments import change_enrollment_state
from tests.matching.scenes import add_mentor, make_scene
from tests.mentorships.conversations.scenes import log, run_pair


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    add_mentor(scene, "Ann", capacity=1)
    return scene


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def change(scene, pair):
    new = hand_over(pair=pair, mentor_id=scene.people["Ann"].id, reason="changed", by=scene.alice)
    dispatch_waiting()
    return new


def states(*pairs):
    rows = Mentorship.objects.in_bulk([pair.id for pair in pairs])
    return [rows[pair.id].state for pair in pairs]


def test_change_of_mentor_is_taken_back_as_a_whole(scene, pair):
    new = change(scene, pair)

    let_pair_go_on(mentorship_id=pair.id, by=scene.alice)
    dispatch_waiting()

    assert states(pair, new) == ["active", "ended"]
    loads = dict(MentorLoad.objects.values_list("mentor__given_name", "active"))
    assert (loads["Bob"], loads["Ann"]) == (1, 0)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"stopped"}


def test_change_of_mentor_has_one_stop_and_a_way_back_on_the_new_pair(scene, pair, clock):
    new = change(scene, pair)

    assert OutgoingMail.objects.count() == 3
    assert set(OutgoingMail.objects.values_list("batch_id", flat=True)) == {pair.id}
    assert changed_from(new) == pair
    clock.shift(timedelta(days=2))
    assert changed_from(new) is None


def test_change_that_was_told_is_taken_back_and_told(scene, pair, clock):
    new = change(scene, pair)
    clock.shift(timedelta(minutes=20))
    OutgoingMail.objects.update(state="sent")

    let_pair_go_on(mentorship_id=pair.id, by=scene.alice)
    dispatch_waiting()

    told = OutgoingMail.objects.exclude(state="sent").values_list("kind", "to_person_id")
    assert states(pair, new) == ["active", "ended"]
    assert set(told) == {
        ("pair_ended", new.mentor_id),
        ("pair_ended", new.mentee_id),
        ("pair_goes_on", pair.mentor_id),
        ("pair_goes_on", pair.mentee_id),
    }


def test_change_after_which_the_two_have_talked_is_not_taken_back(scene, pair):
    new = change(scene, pair)
    log(new, scene.cleo)

    with pytest.raises(OutOfOrder, match="have begun already"):
        let_pair_go_on(mentorship_id=pair.id, by=scene.alice)

    assert states(pair, new) == ["ended", "active"]


def withdraw(scene, pair):
    enrollment = Enrollment.objects.get(id=pair.mentor_enrollment_id)
    change_enrollment_state(by=scene.alice, enrollment=enrollment, state="withdrawn")
    return enrollment


def bring_back(scene, enrollment):
    since = enrollment.state_at
    change_enrollment_state(by=scene.alice, enrollment=enrollment, state="enrolled")
    return bring_pairs_back(enrollment_id=enrollment.id, since=since, by=scene.alice)


def test_pairs_come_back_with_who_was_withdrawn(scene, pair):
    enrollment = withdraw(scene, pair)
    dispatch_waiting()
    ended = states(pair)

    found = bring_back(scene, enrollment)

    assert (ended, states(pair), found.refused) == (["ended"], ["active"], [])
    told = OutgoingMail.objects.filter(kind="pair_left")
    assert {one.state for one in told} == {"stopped"}


def test_who_is_brought_back_at_once_never_loses_a_pair(scene, pair):
    bring_back(scene, withdraw(scene, pair))

    dispatch_waiting()

    assert states(pair) == ["active"]


def test_pair_that_stays_ended_says_why(scene, pair, clock):
    enrollment = withdraw(scene, pair)
    dispatch_waiting()
    with pytest.raises(OutOfOrder, match="was withdrawn from this program"):
        let_pair_go_on(mentorship_id=pair.id, by=scene.alice)
    clock.shift(timedelta(hours=25))

    found = bring_back(scene, enrollment)

    assert (states(pair), found.pairs) == (["ended"], [])
    assert "ended more than a day ago and stays ended" in found.refused[0]
    assert Mentorship.objects.get(id=pair.id).ended_on <= institution_today()
