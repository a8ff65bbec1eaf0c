"""Who is told what and when: the hourly chore, the mail of the day, its limits, and the ways out of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox

from rounds.core.mail import choices, send_waiting
from rounds.core.models import DayMail, OutgoingMail
from rounds.core.tasks import queue_mail_of_the_day
from rounds.mentorships.dues.services import answer_about_pair
from rounds.mentorships.dues.services.answers import Said
from rounds.mentorships.dues.tasks import close_what_is_over
from rounds.mentorships.models import DueItem, Mentorship, Telling
from rounds.mentorships.services.office import pause_pair, resume_pair
from rounds.people.models import CareerStage, Site
from rounds.people.services.leaving import end_leave, enter_leave
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair

# A Monday, 7:30 in New York: the hour of mentees.
MONDAY = datetime(2026, 6, 1, 11, 30, tzinfo=UTC)


@pytest.fixture
def scene(in_hospital, clock):
    clock.move_to(MONDAY)
    in_hospital.mail_is_live = True
    in_hospital.reply_to = "office@st-brigid.example"
    in_hospital.timezone = "America/New_York"
    in_hospital.save()
    made = make_scene(in_hospital)
    made.program.state = "running"
    made.program.save()
    return made


def pair_since(scene, days):
    """Let Bob and Cleo be a pair that was opened here some days ago."""
    made = run_pair(scene, since=days)
    opened = datetime.combine(day(days), datetime.min.time(), UTC) + timedelta(hours=15)
    Mentorship.objects.filter(id=made.id).update(imported_start_on=None, created_at=opened)
    return made


def run_hour():
    queue_mail_of_the_day()
    close_what_is_over()
    send_waiting()


def told():
    return sorted((row.due.rule, row.number, row.to) for row in Telling.objects.select_related("due"))


def test_mentee_is_told_in_the_morning_and_the_mentor_once_a_week_in_the_afternoon(scene, clock):
    pair_since(scene, 21)
    run_hour()
    [to_mentee] = outbox.outbox

    clock.shift(timedelta(hours=10))
    run_hour()

    assert to_mentee.to == ["cleo@example.org"]
    assert [sent.to for sent in outbox.outbox[1:]] == [["bob@example.org"]]
    assert told() == [
        ("agreement", 1, "mentee"),
        ("first_conversation", 2, "mentee"),
        ("first_conversation", 2, "mentor"),
    ]
    assert "Plan a first conversation with Dr. Bob Brandt" in to_mentee.body
    assert "/mail/stop/" in to_mentee.body


def test_reader_whose_day_is_not_the_institutions_is_told_all_the_same(scene, in_hospital, clock):
    pair_since(scene, 21)
    in_hospital.timezone = "Pacific/Guam"
    in_hospital.save()
    home = Site.objects.create(name="New York", timezone="America/New_York")
    CareerStage.objects.filter(person=scene.people["Bob"]).update(site=home)
    assert CareerStage.objects.filter(person=scene.people["Bob"], site=home).exists()

    clock.shift(timedelta(hours=10))  # Monday afternoon there, Tuesday morning in Guam
    run_hour()

    assert ["bob@example.org"] in [sent.to for sent in outbox.outbox]
    assert ("first_conversation", 2, "mentor") in told()


def test_nothing_is_sent_twice_however_often_the_chore_runs(scene, clock):
    pair_since(scene, 21)

    # the chore of each hour, through two nights
    for _hour in range(40):
        run_hour()
        clock.shift(timedelta(hours=1))

    assert sorted(sent.to[0] for sent in outbox.outbox) == ["bob@example.org", "cleo@example.org"]
    assert DayMail.objects.count() == 2


def test_weekend_and_leave_are_quiet_and_a_leave_moves_what_is_due(scene, clock):
    clock.move_to(MONDAY + timedelta(days=5))  # a Saturday
    pair_since(scene, 9)
    leave = enter_leave(
        person=scene.people["Bob"], from_on=day(-3), to_on=day(-33), by=scene.bob
    )  # from Tuesday, 30 days

    for _day in range(3):  # its tenth day is Sunday
        run_hour()
        clock.shift(timedelta(days=1))
    on_monday = told()
    for _day in range(29):
        run_hour()
        clock.shift(timedelta(days=1))
    away = told()
    run_hour()

    assert on_monday == away == [("first_conversation", 1, "mentee")]
    assert leave.to_on is not None
    assert ("agreement", 1, "mentee") not in told(), "three days are left until the fourteenth that counts"


def test_back_before_time_lets_the_clock_run_again(scene, clock):
    pair_since(scene, 5)
    leave = enter_leave(person=scene.people["Cleo"], from_on=day(), to_on=None, by=scene.alice)
    clock.shift(timedelta(days=7))
    run_hour()
    assert told() == []

    end_leave(leave=leave, to_on=day(), by=scene.cleo)
    clock.shift(timedelta(days=7))  # the twelfth day that counts
    run_hour()

    assert told() == [("first_conversation", 1, "mentee")]


def test_pause_holds_reminders_and_none_comes_again_after_it(scene, clock):
    pair = pair_since(scene, 10)
    run_hour()
    pause_pair(mentorship_id=pair.id, by=scene.alice)
    clock.shift(timedelta(days=14))
    run_hour()
    resume_pair(mentorship_id=pair.id, by=scene.alice)

    clock.shift(timedelta(days=1))
    run_hour()

    assert told() == [("first_conversation", 1, "mentee")]


def test_what_is_done_between_queue_and_sending_is_not_sent(scene, clock):
    pair = pair_since(scene, 10)
    queue_mail_of_the_day()
    waiting = str(OutgoingMail.objects.values().get(kind="day"))
    log(pair, scene.cleo, ago=1)

    send_waiting()

    assert "Brandt" not in waiting, "what waits is ids alone"
    assert outbox.outbox == []
    assert OutgoingMail.objects.get(kind="day").state == "stopped"


def test_mail_of_a_day_that_could_not_leave_that_day_is_not_sent_later(scene, clock):
    pair_since(scene, 10)
    queue_mail_of_the_day()
    clock.shift(timedelta(days=1))

    send_waiting()

    assert outbox.outbox == []


def test_who_stopped_reminders_gets_none_and_gets_them_again_when_they_say_so(scene, clock):
    pair_since(scene, 10)
    choices.stop_reminders(person_id=scene.people["Cleo"].id, by=scene.cleo)
    run_hour()
    assert (outbox.outbox, told()) == ([], [])
    assert choices.without_reminders() == {scene.people["Cleo"].id}

    choices.choose_rhythm(
        person_id=scene.people["Cleo"].id, rhythm="weekly", weekday=1, hour=9, by=scene.cleo
    )
    run_hour()
    assert outbox.outbox == []
    clock.move_to(MONDAY + timedelta(days=1, hours=2))
    run_hour()

    assert [sent.to for sent in outbox.outbox] == [["cleo@example.org"]]


def test_limit_of_a_year_drops_what_does_not_fit_and_is_seen(scene, clock):
    pair_since(scene, 21)
    cleo = scene.people["Cleo"].id
    DayMail.objects.create(person_id=cleo, on=day(60), reminders=23)

    run_hour()

    rows = {(row.due.rule, row.is_dropped) for row in Telling.objects.select_related("due")}
    assert rows == {("first_conversation", False), ("agreement", True)}
    assert choices.at_their_limit() == {cleo}
    clock.shift(timedelta(days=1))
    run_hour()
    assert len(outbox.outbox) == 1, "what was dropped is not stored up"


def test_fourth_mail_of_a_week_is_not_sent(scene, clock):
    pair_since(scene, 10)
    cleo = scene.people["Cleo"].id
    for ago in (1, 3, 6):
        DayMail.objects.create(person_id=cleo, on=day(ago), reminders=1)

    run_hour()

    assert outbox.outbox == []
    assert [row.is_dropped for row in Telling.objects.all()] == [True]


def test_nothing_is_told_while_the_institution_rehearses(scene, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()
    pair_since(scene, 10)

    run_hour()

    assert (OutgoingMail.objects.count(), Telling.objects.count()) == (0, 0)


def test_due_that_is_done_is_noted_as_closed(scene, clock):
    pair = pair_since(scene, 10)
    run_hour()
    assert DueItem.objects.get().closed_on is None

    log(pair, scene.cleo)
    run_hour()

    assert DueItem.objects.get().closed_on == day()


@pytest.mark.parametrize(
    ("choices_of_both", "state"), [(("go_on", "go_on"), "continued"), (("go_on", "end"), "completed")]
)
def test_pair_whose_time_is_over_closes_as_both_chose(scene, clock, choices_of_both, state):
    pair = pair_since(scene, 300)
    Mentorship.objects.filter(id=pair.id).update(planned_end_on=day(-10))
    for by, choice in zip((scene.cleo, scene.bob), choices_of_both, strict=True):
        answer_about_pair(mentorship_id=pair.id, said=Said(occasion="closing", choice=choice), by=by)

    clock.shift(timedelta(days=10))
    close_what_is_over()

    pair.refresh_from_db()
    assert (pair.state, pair.ended_on) == (state, day())
    clock.shift(timedelta(days=90))
    run_hour()
    asked = {row.to for row in Telling.objects.filter(due__rule="afterward")}
    assert "mentee" in asked
