from datetime import timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.matching.decisions.services.decisions import assign_by_hand, forbid_pair, lock_pair
from rounds.matching.enums import Answer, RunState
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.selectors.own_pairs import own_pairs
from rounds.matching.publishing.services.answers import accept_as_mentee, accept_as_mentor, decline_as_mentor
from rounds.matching.publishing.services.approval import (
    approve_run,
    publish_run,
    send_for_approval,
    stop_publishing,
)
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.selectors import own_mentorships
from rounds.people.services import merge_people, record_leaving
from rounds.programs.models import Cohort, Enrollment
from tests.matching.scenes import add_mentee, add_mentor, add_person, make_scene, solve_now


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def run(scene):
    return solve_now(start_run(cohort=scene.cohort, by=scene.alice))


def published(scene, run, *, told=True):
    publish_run(run_id=run.id, by=scene.alice)
    if told:
        MatchRun.objects.update(mail_leaves_at=now() - timedelta(minutes=1))
        Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    return Offer.objects.get()


def test_publishing_opens_the_mentorships_and_takes_places(scene, run):
    publish_run(run_id=run.id, by=scene.alice)

    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED
    assert Mentorship.objects.get().state == "offered"
    assert MentorLoad.objects.get().active == 1
    assert AuditEvent.objects.filter(action="run.published").count() == 1


def test_publishing_twice_tells_who_was_first(scene, run):
    publish_run(run_id=run.id, by=scene.alice)

    with pytest.raises(OutOfOrder, match="Alice Adams was first: published"):
        publish_run(run_id=run.id, by=scene.alice)
    assert Mentorship.objects.count() == 1


def test_publishing_with_a_decision_outside_the_pairs_is_refused(scene, run):
    forbid_pair(cohort=scene.cohort, pair=scene.pair("Cleo", "Bob"), reason="Not these two", by=scene.alice)

    with pytest.raises(OutOfOrder, match="Run again"):
        publish_run(run_id=run.id, by=scene.alice)


def test_second_person_approves_where_the_program_says_so(scene, run):
    scene.program.needs_second_person = True
    scene.program.save()
    add_person(scene, "Grace", login=True)
    grace = scene.viewer("Grace", "director")

    with pytest.raises(OutOfOrder, match="Send them for approval"):
        publish_run(run_id=run.id, by=scene.alice)
    send_for_approval(run_id=run.id, by=scene.alice)
    with pytest.raises(DomainError, match="somebody else"):
        approve_run(run_id=run.id, by=scene.alice)
    approve_run(run_id=run.id, by=grace)

    assert publish_run(run_id=run.id, by=scene.alice).state == RunState.PUBLISHED


def test_run_that_names_a_leaver_says_who_and_run_again(scene, run):
    record_leaving(people=[scene.people["Cleo"]], on=institution_today(), by=scene.alice)

    with pytest.raises(OutOfOrder, match=r"Dr\. Cleo Castell is not in this cohort any more.*Run again"):
        publish_run(run_id=run.id, by=scene.alice)
    assert not Mentorship.objects.exists()


def test_run_that_names_a_merged_record_says_run_again(scene, run):
    double = add_person(scene, "Clea", "Castell")
    merge_people(keep=double, other=scene.people["Cleo"], by=scene.alice)

    with pytest.raises(OutOfOrder, match=r"merged with another record\. Run again"):
        publish_run(run_id=run.id, by=scene.alice)
    again = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    assert str(double.id) in {pair.mentee for pair in result_of(again).solution.pairs}


def test_leaver_is_not_gathered_and_one_who_leaves_later_still_is(scene):
    record_leaving(people=[scene.people["Cleo"]], on=institution_today(), by=scene.alice)
    record_leaving(people=[scene.people["Bob"]], on=institution_today() + timedelta(days=30), by=scene.alice)

    gathering = gather(scene.cohort)

    assert scene.people["Cleo"].id not in {row.person_id for row in gathering.mentees}
    assert scene.people["Bob"].id in {row.person_id for row in gathering.mentors}


def test_stop_takes_the_pairs_back_before_anybody_was_told(scene, run):
    publish_run(run_id=run.id, by=scene.alice)

    stop_publishing(run_id=run.id, by=scene.alice)

    assert MentorLoad.objects.get().active == 0
    assert not own_mentorships(scene.bob).exists()
    publish_run(run_id=run.id, by=scene.alice)
    assert Mentorship.objects.filter(state="offered").count() == 1


def test_stop_after_the_mail_left_is_refused(scene, run):
    published(scene, run)

    with pytest.raises(OutOfOrder, match="mail has left"):
        stop_publishing(run_id=run.id, by=scene.alice)


def test_mentee_sees_nothing_until_the_mentor_has_accepted(scene, run):
    offer = published(scene, run)
    before = own_mentorships(scene.cleo).exists()

    accept_as_mentor(offer_id=offer.id, meeting_at=now() + timedelta(days=3), modality="video", by=scene.bob)

    assert not before
    assert own_mentorships(scene.cleo).get().state == "accepted"


def test_mentee_never_learns_of_a_refusal_and_the_pair_is_not_tried_again(scene, run):
    offer = published(scene, run)

    decline_as_mentor(offer_id=offer.id, reason="No time this year", by=scene.bob)

    assert not own_mentorships(scene.cleo).exists()
    assert MentorLoad.objects.get().active == 0
    again = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    assert result_of(again).solution.pairs == ()
    assert str(scene.people["Cleo"].id) in result_of(again).unmatched


def test_nobody_sees_an_offer_before_the_mail_leaves(scene, run):
    offer = published(scene, run, told=False)

    with pytest.raises(NotFound):
        accept_as_mentor(
            offer_id=offer.id, meeting_at=now() + timedelta(days=3), modality="video", by=scene.bob
        )
    assert not own_mentorships(scene.bob).exists()


def test_mentorship_begins_when_the_mentee_says_yes(scene, run):
    offer = published(scene, run)
    accept_as_mentor(offer_id=offer.id, meeting_at=now() + timedelta(days=3), modality="video", by=scene.bob)

    accept_as_mentee(offer_id=offer.id, meeting_at=None, by=scene.cleo)

    offer.refresh_from_db()
    assert offer.mentee_answer == Answer.ACCEPTED
    assert Mentorship.objects.get().state == "active"


def test_first_meeting_lies_ahead(scene, run):
    offer = published(scene, run)

    with pytest.raises(DomainError, match="a time to come"):
        accept_as_mentor(offer_id=offer.id, meeting_at=now(), modality="video", by=scene.bob)


def test_running_pairs_stay_when_late_joiners_are_matched(scene, run):
    published(scene, run)
    from tests.matching.scenes import add_mentee

    add_mentee(scene, "Late")

    second = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    pairs = {(pair.mentee, pair.locked) for pair in result_of(second).solution.pairs}
    assert pairs == {(str(scene.people["Cleo"].id), True), (str(scene.people["Late"].id), False)}
    publish_run(run_id=second.id, by=scene.alice)
    assert Mentorship.objects.filter(state="offered").count() == 2


@pytest.mark.parametrize("crowd", [0, 5])
def test_own_pairs_take_the_same_queries_for_any_number(in_hospital, crowd, django_assert_num_queries):
    scene = make_scene(in_hospital)
    Enrollment.objects.filter(id=scene.enrollments["Bob", "mentor"].id).update(capacity=crowd + 1)
    for number in range(crowd):
        add_mentee(scene, f"Mia{number}")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))

    with django_assert_num_queries(3):
        lines = own_pairs(scene.bob)

    assert len(lines) == crowd + 1


def test_published_lock_takes_one_place_not_two(scene):
    add_mentee(scene, "Finn")
    lock_pair(cohort=scene.cohort, pair=scene.pair("Cleo", "Bob"), by=scene.alice)
    scene.enrollments["Finn", "mentee"].delete()
    publish_run(run_id=solve_now(start_run(cohort=scene.cohort, by=scene.alice)).id, by=scene.alice)
    add_mentee(scene, "Finn")

    hand = assign_by_hand(
        cohort=scene.cohort, pair=scene.pair("Finn", "Bob"), reason="Same work", by=scene.alice
    )

    assert hand.kind == "hand"
    assert MentorLoad.objects.get().active == 1


def test_mentee_with_a_mentor_in_another_cohort_gets_a_second_one(scene, run):
    publish_run(run_id=run.id, by=scene.alice)
    scene.cohort = Cohort.objects.create(cycle=scene.cohort.cycle, name="Fall")
    add_mentee(scene, "Cleo")
    add_mentor(scene, "Eve")

    publish_run(run_id=solve_now(start_run(cohort=scene.cohort, by=scene.alice)).id, by=scene.alice)

    primaries = {pair.mentor.given_name: pair.is_primary for pair in Mentorship.objects.all()}
    assert primaries == {"Bob": True, "Eve": False}
