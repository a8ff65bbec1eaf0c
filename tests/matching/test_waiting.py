"""After publishing: a refusal, the next mentor on one press, the waiting list, and what a mentee never learns."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.errors import OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import Event, OutgoingMail
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.selectors.answers import answers_of
from rounds.matching.publishing.selectors.waiting import cohorts_in_line, waiting_list
from rounds.matching.publishing.services.answers import accept_as_mentor, decline_as_mentor
from rounds.matching.publishing.services.approval import publish_run, stop_publishing
from rounds.matching.publishing.services.offers import offer_to, take_back_offer
from rounds.matching.review.selectors.board import Board
from rounds.matching.runs.services.runs import give_places, start_run
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import MenteeCounts, count_mentees, list_pairs_of, own_mentorships
from rounds.mentorships.services.pairs import set_places
from rounds.mentorships.services.states import complete_mentorship, end_mentorship
from rounds.programs.models import Enrollment
from rounds.programs.selectors import list_chase
from rounds.programs.services import change_enrollment_state
from rounds.web.mail.intake import remind, still_asked
from tests.matching.scenes import add_mentee, add_mentor, make_scene, solve_now
from tests.matching.test_pages import at, client, plain


@pytest.fixture
def scene(in_hospital):
    """Bob fits Cleo best; Eve has a place too."""
    scene = make_scene(in_hospital)
    add_mentor(scene, "Eve", login=True, answers={"expertise": {"FIN": 4}, "styles": []})
    return scene


@pytest.fixture
def run(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    tell()
    return MatchRun.objects.get(id=run.id)


def tell():
    """Let the 15 minutes pass."""
    earlier = now() - timedelta(minutes=1)
    MatchRun.objects.exclude(published_at=None).update(mail_leaves_at=earlier)
    Mentorship.objects.update(shown_from_at=earlier)


def refuse(scene, reason="canary-refusal"):
    decline_as_mentor(offer_id=Offer.objects.get().id, reason=reason, by=scene.bob)


def offered(scene, run, mentor="Eve"):
    mentee, other = scene.pair("Cleo", mentor)
    return offer_to(run_id=run.id, mentee_id=mentee, mentor_id=other, by=scene.alice)


def test_refused_mentee_is_on_the_waiting_list_with_the_next_mentor_and_why(scene, run):
    refuse(scene)

    (row,) = waiting_list(Board(run, scene.alice))

    assert row.mentee == "Cleo Castell"
    assert [one.mentor_id for one in row.proposals] == [str(scene.people["Eve"].id)]
    assert row.reasons.mentor == row.proposals[0].mentor_id
    page = client(scene, "Alice").get(at(scene, "matching:answers", run_id=run.id)).content.decode()
    assert "can help with" in page


def test_offer_to_the_next_by_one_press_asks_that_mentor(scene, run):
    refuse(scene)
    mentee, mentor = scene.pair("Cleo", "Eve")
    browser = client(scene, "Alice")
    shown = browser.get(at(scene, "matching:answers", run_id=run.id)).content.decode()

    browser.post(at(scene, "matching:offer", run_id=run.id, mentee_id=mentee, mentor_id=mentor))
    dispatch_waiting()

    assert "Offer to Dr. Eve Test" in shown
    assert Mentorship.objects.get(mentor_id=mentor).state == "offered"
    assert OutgoingMail.objects.get(kind="pair_offer", to_person_id=mentor).send_after > now()
    assert waiting_list(Board(run, scene.alice)) == []


def test_next_mentor_reads_reasons_though_the_run_had_chosen_another(scene, run):
    refuse(scene)
    offer = offered(scene, run)
    tell()

    page = (
        client(scene, "Eve").get(at(scene, "pairs:pair", mentorship_id=offer.mentorship_id)).content.decode()
    )

    assert "Why you" in page
    assert "Bob" not in page


def test_offer_twice_tells_the_second_that_somebody_is_asked(scene, run):
    refuse(scene)
    offered(scene, run)

    with pytest.raises(OutOfOrder, match="one is asked already"):
        offered(scene, run)
    assert Mentorship.objects.filter(state__in=OPEN).count() == 1


def test_offer_to_whoever_has_refused_is_refused(scene, run):
    refuse(scene)

    with pytest.raises(OutOfOrder, match="can't be asked"):
        offered(scene, run, "Bob")


def test_stop_takes_a_single_offer_back_before_anybody_is_told(scene, run):
    refuse(scene)
    offer = offered(scene, run)
    dispatch_waiting()

    take_back_offer(offer_id=offer.id, by=scene.alice)

    assert OutgoingMail.objects.get(kind="pair_offer", to_person_id=scene.people["Eve"].id).state == "stopped"
    assert [row.mentee for row in waiting_list(Board(run, scene.alice))] == ["Cleo Castell"]
    assert not own_mentorships(scene.viewer("Eve")).exists()


def test_stop_after_the_mail_left_says_to_wait(scene, run):
    refuse(scene)
    offer = offered(scene, run)
    tell()

    with pytest.raises(OutOfOrder, match="Wait for the answer"):
        take_back_offer(offer_id=offer.id, by=scene.alice)


def test_refusal_is_mailed_to_the_office_alone_and_without_names(scene, run):
    Event.objects.all().delete()
    refuse(scene)

    dispatch_waiting()
    dispatch_waiting()

    (mail,) = OutgoingMail.objects.all()
    assert mail.to_person_id == scene.people["Alice"].id
    assert not [word for word in ("Cleo", "Bob", "canary") if word in mail.subject + mail.body]


@pytest.mark.parametrize("page", ["home", "pairs:mine", "intake:mine"])
def test_mentee_reads_the_same_asked_refused_or_never_found(scene, page):
    """Three years of Cleo: her mentor is asked, has refused, was never found."""
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    tell()
    browser, read = client(scene, "Cleo"), {}

    read["asked"] = plain(browser.get(at(scene, page)), run, scene)
    refuse(scene)
    dispatch_waiting()
    read["refused"] = plain(browser.get(at(scene, page)), run, scene)
    offer = offered(scene, run)
    read["asked again"] = plain(browser.get(at(scene, page)), run, scene)
    take_back_offer(offer_id=offer.id, by=scene.alice)
    Offer.objects.all().delete()
    Mentorship.objects.all().delete()
    read["never found"] = plain(browser.get(at(scene, page)), run, scene)

    assert len(set(read.values())) == 1
    assert not OutgoingMail.objects.filter(to_person_id=scene.people["Cleo"].id).exists()


def test_mentee_in_line_reads_kind_words_until_a_mentor_says_yes(scene, run):
    before = client(scene, "Cleo").get(at(scene, "pairs:mine")).content.decode()
    accept_as_mentor(
        offer_id=Offer.objects.get().id, meeting_at=now() + timedelta(days=3), modality="video", by=scene.bob
    )
    after = client(scene, "Cleo").get(at(scene, "pairs:mine")).content.decode()

    assert "You are in line for a mentor" in before
    assert "You are in line for a mentor" not in after
    assert cohorts_in_line(scene.viewer("Eve")) == set()


def test_nobody_is_in_line_before_the_first_mail_has_left(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)

    assert cohorts_in_line(scene.cleo) == set()


@pytest.fixture
def full(in_hospital):
    """Make two mentees and one place: Cleo or Finn waits."""
    scene = make_scene(in_hospital)
    Enrollment.objects.filter(person=scene.people["Bob"]).update(capacity=1)
    add_mentee(scene, "Finn")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    tell()
    return scene, MatchRun.objects.get(id=run.id)


def test_waiting_mentee_without_any_free_place_waits_in_words(full):
    scene, run = full

    page = client(scene, "Alice").get(at(scene, "matching:answers", run_id=run.id)).content.decode()

    assert "1 mentee is on the waiting list" in page
    assert "As soon as a place opens" in page


def test_waiting_list_is_served_as_soon_as_a_place_opens(full):
    scene, run = full
    (before,) = waiting_list(Board(run, scene.alice))

    Enrollment.objects.filter(person=scene.people["Bob"]).update(capacity=2)
    (after,) = waiting_list(Board(run, scene.alice))
    bob = scene.people["Bob"].id
    offer_to(run_id=run.id, mentee_id=after.mentee_id, mentor_id=bob, by=scene.alice)

    assert before.proposals == []
    assert after.proposals[0].mentor_id == str(bob)
    assert Mentorship.objects.filter(mentor_id=bob, state__in=OPEN).count() == 2


@pytest.mark.parametrize("how", ["completed", "raised", "withdrawn"])
def test_office_is_told_once_when_a_place_opens_for_who_waits(full, how):
    scene, _run = full
    pair = Mentorship.objects.get()
    Event.objects.all().delete()
    if how == "completed":
        Mentorship.objects.update(state="active")
        complete_mentorship(mentorship_id=pair.id, by=scene.alice)
    elif how == "raised":
        Enrollment.objects.filter(person=scene.people["Bob"]).update(capacity=2)
        set_places(mentor_id=pair.mentor_id, places=2, by=scene.alice)
    else:
        change_enrollment_state(by=scene.alice, enrollment=pair.mentee_enrollment, state="withdrawn")

    dispatch_waiting()

    assert [mail.kind for mail in OutgoingMail.objects.all()] == ["place_opened"]


def test_two_who_wait_are_never_proposed_the_same_single_place(full):
    scene, run = full
    end_mentorship(mentorship_id=Mentorship.objects.get().id, reason="other", by=scene.alice)

    rows = waiting_list(Board(run, scene.alice))

    assert [len(row.proposals) for row in rows] == [1, 0]


def test_mentor_who_withdraws_leaves_no_pair_behind_and_the_office_hears(scene, run):
    Event.objects.all().delete()
    change_enrollment_state(by=scene.alice, enrollment=scene.enrollments["Bob", "mentor"], state="withdrawn")

    dispatch_waiting()

    assert not Mentorship.objects.filter(state__in=OPEN).exists()
    assert [mail.kind for mail in OutgoingMail.objects.all()] == ["pair_returned"]


def test_publishing_moves_the_cohort_and_the_program_on_and_stop_takes_the_cohort_back(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    browser = client(scene, "Alice")

    browser.post(at(scene, "matching:publish", run_id=run.id))
    scene.cohort.refresh_from_db()
    published = scene.cohort.state
    browser.post(at(scene, "matching:stop", run_id=run.id))

    scene.cohort.refresh_from_db()
    scene.program.refresh_from_db()
    assert (published, scene.cohort.state, scene.program.state) == ("matched", "gathering", "running")


def test_give_places_gives_one_to_each_who_never_said_how_many(scene):
    Enrollment.objects.filter(person=scene.people["Bob"]).update(capacity=None)

    count = give_places(cohort=scene.cohort, by=scene.alice)

    assert count == 1
    assert Enrollment.objects.get(person=scene.people["Bob"]).capacity == 1
    with pytest.raises(OutOfOrder):
        give_places(cohort=scene.cohort, by=scene.alice)


@pytest.mark.parametrize(("who", "status"), [("Alice", 302), ("Bob", 404), ("Cleo", 404)])
def test_offer_is_the_offices_alone(scene, run, who, status):
    refuse(scene)
    mentee, mentor = scene.pair("Cleo", "Eve")

    answer = client(scene, who).post(
        at(scene, "matching:offer", run_id=run.id, mentee_id=mentee, mentor_id=mentor)
    )

    assert answer.status_code == status


@pytest.mark.parametrize("crowd", [1, 30])
def test_answers_take_few_queries_for_any_cohort(in_hospital, crowd, django_assert_max_num_queries):
    scene = make_scene(in_hospital, mentees=crowd, mentors=crowd)
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    tell()
    browser = client(scene, "Alice")

    with django_assert_max_num_queries(30):
        answer = browser.get(at(scene, "matching:answers", run_id=run.id))

    assert answer.status_code == 200


def test_who_came_to_the_end_with_a_mentor_waits_for_nobody(scene, run):
    Mentorship.objects.update(state="active", opened_on=institution_today())
    pair = Mentorship.objects.get()

    complete_mentorship(mentorship_id=pair.id, by=scene.alice)

    assert cohorts_in_line(scene.cleo) == set()
    assert waiting_list(Board(run, scene.alice)) == []
    assert count_mentees([scene.cohort.id])[scene.cohort.id] == MenteeCounts(begun=1, asked=0, without=0)


def test_pair_that_began_and_has_ended_counts_among_those_that_have_begun(run):
    offer = run.offers.order_by("id").first()
    run.offers.filter(id=offer.id).update(mentor_answer="accepted", mentee_answer="accepted")
    type(offer.mentorship).objects.filter(id=offer.mentorship_id).update(state="ended")

    answers = answers_of(run)

    assert (answers.begun, answers.counts["ended"]) == (1, 1)


def test_pairs_that_were_stopped_never_were(scene):
    """After Stop no list, count or page of the office knows of them, and the answers' page says nothing is published."""
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    stop_publishing(run_id=run.id, by=scene.alice)
    alice = client(scene, "Alice")

    page = alice.get(at(scene, "year:list") + "?show=ended")
    answers = alice.get(at(scene, "matching:answers", run_id=run.id)).content.decode()

    assert Mentorship.objects.filter(end_reason="withdrawn").count() == 1
    assert ("ended", 0) in [(key, count) for key, _label, count in page.context["chips"]]
    assert list_pairs_of(scene.people["Bob"], scene.alice) == []
    assert "These pairs are not published" in answers
    assert "have begun" not in answers


def test_reminder_of_intake_that_waited_does_not_leave_after_the_match_is_published(scene):
    """It says that matching starts soon."""
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    late = add_mentee(scene, "Late")
    late.intakes.all().delete()
    (row,) = [one for one in list_chase(scene.cohort) if one.enrollment_id == late.id]
    remind([row], program=scene.program, by=scene.alice)
    message = OutgoingMail.objects.get(kind="intake_reminder")

    before = still_asked(message)
    publish_run(run_id=run.id, by=scene.alice)

    assert (before, still_asked(message)) == (message.body, None)
