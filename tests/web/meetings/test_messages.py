"""Meetings by mail: calendar messages as they leave, the evening's question, what is stopped; the pages around them."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.core import mail as outbox
from django.urls import reverse

from rounds.core.clock import institution_today, now
from rounds.core.events import dispatch_waiting
from rounds.core.mail import send_waiting
from rounds.core.models import Event, OutgoingMail
from rounds.mentorships.conversations.services.planning import (
    Plan,
    call_off_conversation,
    move_conversation,
    plan_again,
    plan_conversation,
)
from rounds.mentorships.conversations.values.series import Repeats
from rounds.mentorships.groups.services.groups import add_member, open_group
from rounds.mentorships.groups.services.planning import plan_group_meeting
from rounds.mentorships.meetings.services import Proposal, propose_times, take_time, withdraw_times
from rounds.mentorships.models import Conversation, Meeting, ProposedTimes
from rounds.mentorships.services.office import pause_pair
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import Leave, Person
from rounds.web.tasks import ask_in_the_evening, take_meetings_out
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair


@pytest.fixture
def scene(in_hospital):
    in_hospital.mail_is_live = True
    in_hospital.reply_to = "mentorship@hospital.example"
    in_hospital.save()
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def soon(days=3):
    return (now() + timedelta(days=days)).astimezone(UTC).replace(minute=30, second=0, microsecond=0)


def plan(pair, by, moment=None):
    wanted = Plan(starts_at=moment or soon(), minutes=30, mode="video", entry_id=uuid4())
    return plan_conversation(mentorship_id=pair.id, plan=wanted, by=by)


def send(clock):
    """Let the worker do what follows, and the minutes pass in which messages wait; return what left."""
    outbox.outbox.clear()
    dispatch_waiting()
    clock.shift(timedelta(minutes=3))
    send_waiting()
    return list(outbox.outbox)


def calendar_of(message):
    """Return method and entry of the calendar part of a message, read by vobject, after a look at its shape."""
    parts = list(message.message().walk())
    kinds = [part.get_content_type() for part in parts]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "text/calendar",
    ]
    inside, file = parts[3], parts[4]
    assert file.get_filename().endswith(".ics")
    text = inside.get_payload(decode=True).decode()
    assert text == file.get_payload(decode=True).decode()
    [calendar] = vobject.readComponents(text)
    assert inside.get_param("method") == calendar.method.value
    return calendar.method.value, calendar.vevent


def test_meeting_comes_into_both_calendars_moves_there_and_leaves_them(scene, pair, clock):
    planned = plan(pair, scene.cleo, soon(3))
    set_ = [calendar_of(one) for one in send(clock)]
    moved = move_conversation(conversation_id=planned.id, starts_at=soon(5), by=scene.bob)
    changed = [calendar_of(one) for one in send(clock)]
    call_off_conversation(conversation_id=moved.id, by=scene.bob)
    off = [calendar_of(one) for one in send(clock)]

    assert [[method for method, _event in one] for one in (set_, changed, off)] == [
        *(["REQUEST"] * 2, ["REQUEST"] * 2, ["CANCEL"] * 2),
    ]
    events = [event for one in (set_, changed, off) for _method, event in one]
    assert {event.uid.value for event in events} == {str(Meeting.objects.get().id)}
    assert {event.organizer.value for event in events} == {"mailto:mentorship@hospital.example"}
    sequences = [int(one[0][1].sequence.value) for one in (set_, changed, off)]
    assert sequences == sorted(set(sequences))
    assert {event.summary.value for event in events} == {
        f"Meeting with {scene.people[name].display_name}" for name in ("Bob", "Cleo")
    }
    first = events[0]
    assert first.dtstart.value == soon(3) or first.dtstart.value == planned.starts_at
    assert first.description.value.splitlines()[0].endswith(f"/pairs/meetings/{moved.meeting_id}/")
    assert {one.params["RSVP"][0] for one in first.attendee_list} == {"FALSE"}


def test_what_is_taken_back_within_two_minutes_reaches_nobody(scene, pair, clock):
    planned = plan(pair, scene.cleo)
    dispatch_waiting()
    call_off_conversation(conversation_id=planned.id, by=scene.cleo)

    assert send(clock) == []
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"stopped"}

    plan_again(conversation_id=planned.id, by=scene.cleo)
    assert len(send(clock)) == 2
    call_off_conversation(conversation_id=planned.id, by=scene.cleo)
    plan_again(conversation_id=planned.id, by=scene.cleo)
    assert send(clock) == []  # both have it in their calendars as it stands


def test_what_left_in_rehearsal_is_told_once_mail_is_live(scene, pair, clock, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()
    planned = plan(pair, scene.cleo)
    assert len(send(clock)) == 2
    in_hospital.mail_is_live = True
    in_hospital.save()
    call_off_conversation(conversation_id=planned.id, by=scene.cleo)
    plan_again(conversation_id=planned.id, by=scene.cleo)

    assert len(send(clock)) == 2


def test_meetings_that_repeat_are_one_message_each_and_what_is_moved_later_has_its_own(scene, pair, clock):
    first = soon(3)
    wanted = Proposal(
        times=(first,),
        minutes=30,
        entry_id=uuid4(),
        repeats=Repeats.WEEKLY,
        until=institution_today() + timedelta(days=24),
        zone="UTC",
    )
    made = propose_times(mentorship_id=pair.id, proposal=wanted, by=scene.cleo)
    send(clock)
    take_time(proposal_id=made.id, moment=first, by=scene.bob)

    letters = send(clock)

    assert len(letters) == 2
    (file,) = [one for one in letters[0].attachments if one[0] == "meetings.ics"]
    entries = list(vobject.readOne(file[1].decode() if isinstance(file[1], bytes) else file[1]).vevent_list)
    found = Conversation.objects.filter(mentorship=pair, state="planned").order_by("starts_at")
    assert [one.uid.value for one in entries] == [str(one.meeting_id) for one in found]
    assert len(entries) == 4
    assert letters[0].body.count(":30") == 4

    call_off_conversation(conversation_id=found[1].id, by=scene.cleo)
    assert [calendar_of(one)[0] for one in send(clock)] == ["CANCEL", "CANCEL"]


def test_steps_that_run_twice_tell_once(scene, pair, clock):
    plan(pair, scene.cleo)
    dispatch_waiting()
    Event.objects.update(dispatched_at=None)  # as when a worker died before its tick

    assert len(send(clock)) == 2
    assert OutgoingMail.objects.filter(kind="meeting_set").count() == 2


def test_queue_holds_no_time_and_rehearsal_puts_nothing_into_a_calendar(scene, pair, clock, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()
    plan(pair, scene.cleo)

    letters = send(clock)

    rows = OutgoingMail.objects.filter(kind="meeting_set")
    assert not any("meet Bob" in row.body or ":30" in row.subject for row in rows.filter(state="waiting"))
    assert letters
    for letter in letters:
        parts = [part.get_content_type() for part in letter.message().walk()]
        assert "text/calendar" not in parts


def test_meeting_of_a_pair_that_ended_leaves_both_calendars_after_an_hour(scene, pair, clock):
    plan(pair, scene.cleo, soon(9))
    assert len(send(clock)) == 2
    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)
    take_meetings_out()
    assert send(clock) == []

    clock.shift(timedelta(hours=2))
    for _round in range(2):
        take_meetings_out()
        Event.objects.filter(name="meeting.changed").update(dispatched_at=None)

    assert [calendar_of(one)[0] for one in send(clock)] == ["CANCEL", "CANCEL"]


def test_proposed_times_are_told_to_the_other_in_their_zone_unless_withdrawn(scene, pair, clock):
    wanted = Proposal(times=[soon(4), soon(5)], minutes=45, entry_id=uuid4())
    propose_times(mentorship_id=pair.id, proposal=wanted, by=scene.cleo)

    [letter] = send(clock)
    assert letter.to == [scene.people["Bob"].email]
    assert letter.body.count("\n- ") == 2
    city = scene.institution.timezone.rpartition("/")[2].replace("_", " ")
    assert f"{city} time" in letter.body

    again = propose_times(
        mentorship_id=pair.id,
        proposal=Proposal(times=[soon(6)], minutes=45, entry_id=uuid4()),
        by=scene.cleo,
    )
    withdraw_times(proposal_id=again.id, by=scene.cleo)
    assert send(clock) == []


def test_replaced_times_that_wait_again_are_told_unless_they_were(scene, pair, clock):
    def propose(days):
        wanted = Proposal(times=[soon(days)], minutes=45, entry_id=uuid4())
        return propose_times(mentorship_id=pair.id, proposal=wanted, by=scene.cleo)

    hers, instead = propose(4), propose(5)
    assert len(send(clock)) == 1  # of those that wait
    withdraw_times(proposal_id=instead.id, by=scene.cleo, is_undo=True)

    [letter] = send(clock)
    assert str(hers.id) in letter.body
    withdraw_times(proposal_id=propose(6).id, by=scene.cleo, is_undo=True)
    assert send(clock) == []


def test_evening_asks_both_once_with_a_link_that_changes_nothing(scene, pair, clock, client):
    planned = plan(pair, scene.cleo)
    send(clock)
    here = ZoneInfo(scene.institution.timezone)
    clock.move_to(planned.starts_at.astimezone(here).replace(hour=14))
    Conversation.objects.update(starts_at=now() - timedelta(hours=2))
    ask_in_the_evening()
    assert OutgoingMail.objects.filter(kind="meeting_evening").count() == 0  # it is afternoon

    clock.shift(timedelta(hours=6))
    for _round in range(3):
        ask_in_the_evening()
    letters = send(clock)

    assert sorted(one.to[0] for one in letters) == sorted(
        scene.people[name].email for name in ("Bob", "Cleo")
    )
    assert all(one.message().get_content_type() == "text/plain" for one in letters)
    link = re.search(r"https?://[^/]+(/\S+/pairs/conversations/\S+/)", letters[0].body)[1]
    client.force_login(scene.people["Cleo"].user)
    assert client.get(link).status_code == 200
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_evening_asks_nothing_about_what_is_logged_paused_or_long_ago(scene, pair, clock):
    logged = plan(pair, scene.cleo, soon(1))
    clock.move_to((logged.starts_at + timedelta(days=1)).replace(hour=1))
    log(pair, scene.cleo, planned_id=logged.id, ago=0)
    old = plan(pair, scene.cleo, now() + timedelta(hours=1))
    ask_in_the_evening()
    assert not OutgoingMail.objects.filter(kind="meeting_evening").exists()

    clock.shift(timedelta(days=5))
    ask_in_the_evening()
    assert not OutgoingMail.objects.filter(kind="meeting_evening").exists()

    Conversation.objects.filter(id=old.id).update(starts_at=now() - timedelta(hours=30))
    pause_pair(mentorship_id=pair.id, by=scene.alice)
    ask_in_the_evening()
    assert not OutgoingMail.objects.filter(kind="meeting_evening").exists()


# pages


def page(scene, name, **arguments):
    return reverse(name, kwargs={"institution": scene.institution.slug, **arguments})


def test_who_has_left_gets_no_message_of_a_meeting(scene, pair, clock):
    planned = plan(pair, scene.cleo)
    Person.objects.filter(id=pair.mentor_id).update(left_on=institution_today() - timedelta(days=1))
    assert {to for one in send(clock) for to in one.to} == {pair.mentee.email}

    call_off_conversation(conversation_id=planned.id, by=scene.cleo)

    assert {to for one in send(clock) for to in one.to} == {pair.mentee.email}


def test_evening_asks_nobody_who_is_on_leave(scene, pair, clock):
    moment = now().astimezone(UTC).replace(hour=19, minute=0) + timedelta(days=1)
    plan(pair, scene.cleo, moment)
    Leave.objects.create(
        person_id=pair.mentee_id, from_on=institution_today(), to_on=institution_today() + timedelta(days=9)
    )
    clock.move_to(moment + timedelta(hours=5))

    ask_in_the_evening()

    asked = OutgoingMail.objects.filter(kind="meeting_evening").values_list("to_person_id", flat=True)
    assert set(asked) == {pair.mentor_id}


def test_evening_asks_the_mentor_alone_about_a_group_in_one_message_with_the_pairs(scene, pair, clock):
    """A mentor with a pair and a group on one day gets one message; what ends after it is asked about on the next day."""
    here = ZoneInfo(scene.institution.timezone)
    clock.move_to((now() + timedelta(days=1)).astimezone(here).replace(hour=9, minute=0))
    group = open_group(mentor=scene.enrollments["Bob", "mentor"], name="Club", size=4, by=scene.alice)
    add_member(group_id=group.id, mentee=scene.enrollments["Cleo", "mentee"], by=scene.alice)
    plan(pair, scene.cleo, now() + timedelta(hours=2))
    for hours in (4, 11):
        wanted = Plan(starts_at=now() + timedelta(hours=hours), minutes=60, entry_id=uuid4())
        plan_group_meeting(group_id=group.id, plan=wanted, by=scene.viewer("Bob"))
    send(clock)

    letters = []
    for hours in (9.2, 3.2, 11):  # the evening, later that evening, the next morning
        clock.shift(timedelta(hours=hours))
        ask_in_the_evening()
        ask_in_the_evening()
        letters.append({one.to[0]: one.body for one in send(clock)})

    bob, cleo = (scene.people[name].email for name in ("Bob", "Cleo"))
    assert [set(one) for one in letters] == [{bob, cleo}, set(), {bob}]
    assert [letters[0][bob].count("http"), letters[0][cleo].count("http")] == [2, 1]
    assert letters[2][bob].count("/groups/meetings/") == 1


def test_proposal_takes_two_presses_beside_ticks_and_its_answer_one(scene, pair, client):
    client.force_login(scene.people["Cleo"].user)
    to = page(scene, "pairs:times", mentorship_id=pair.id)
    shown = re.findall(r'name="times" value="([^"]+)"', client.get(to).content.decode())
    assert len(shown) > 3

    sent = client.post(to, {"times": shown[:2], "minutes": "30", "mode": "video"})
    assert sent.status_code == 302
    made = ProposedTimes.objects.get()

    client.force_login(scene.people["Bob"].user)
    home = client.get(page(scene, "home")).content.decode()
    answer = page(scene, "pairs:proposal", proposal_id=made.id)
    assert answer in home
    values = re.findall(r'name="at"\s+value="([^"]+)"', client.get(answer).content.decode())
    taken = client.post(answer, {"at": values[1]})

    assert taken.status_code == 302
    assert Conversation.objects.get(state="planned").starts_at == datetime.fromisoformat(shown[1])


def test_home_of_a_mentor_offers_two_times_that_are_ticked_on_the_page(scene, pair, client):
    client.force_login(scene.people["Bob"].user)
    home = client.get(page(scene, "home")).content.decode()
    to = re.search(r'href="([^"]+/times/\?at=[^"]+)"', home)[1].replace("&amp;", "&")

    form = client.get(to).content.decode()

    assert len(re.findall(r'name="times"[^>]+checked', form)) == 2
