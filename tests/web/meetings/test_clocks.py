"""Meetings around the nights in which clocks change, and after an older copy of the database came back; read by vobject."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from rounds.core.database.scope import scope
from rounds.mentorships.conversations.services.planning import call_off_conversation, move_conversation
from rounds.mentorships.models import Conversation
from rounds.web.words.times import here_words
from tests.access.matrix import rolled_back
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.web.meetings.test_messages import calendar_of, plan, send, soon

CHICAGO = ZoneInfo("America/Chicago")
SPRING, AUTUMN = datetime(2027, 3, 10, 15, tzinfo=UTC), datetime(2027, 11, 3, 15, tzinfo=UTC)


@pytest.fixture
def scene(in_hospital):
    in_hospital.mail_is_live, in_hospital.timezone = True, "America/Chicago"
    in_hospital.reply_to = "mentorship@hospital.example"
    in_hospital.save()
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def plan_by_form(scene, pair, client, at):
    client.force_login(scene.people["Cleo"].user)
    to = reverse("pairs:plan", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})
    data = {"starts_at": at, "minutes": "30", "mode": "video", "entry": str(uuid4())}
    answer = client.post(to, data)
    sure = answer.context["form"]["sure_night"].value() if answer.status_code == 200 else ""
    return client.post(to, {**data, "sure_night": sure}) if sure else answer


@pytest.mark.parametrize(
    ("today", "at", "hour_in_utc"),
    [
        (SPRING, "2027-03-13T09:30", 15),
        (SPRING, "2027-03-14T09:30", 14),
        (SPRING, "2027-03-14T01:30", 7),
        (SPRING, "2027-03-14T03:30", 8),
        (AUTUMN, "2027-11-06T09:30", 14),
        (AUTUMN, "2027-11-07T09:30", 15),
        (AUTUMN, "2027-11-07T02:30", 8),
    ],
)
def test_time_of_the_clock_on_the_wall_is_the_same_in_page_mail_and_calendar(
    scene, pair, client, clock, today, at, hour_in_utc
):
    clock.move_to(today)
    meant = datetime.fromisoformat(at)

    answer = plan_by_form(scene, pair, client, at)
    sent = send(clock)

    assert answer.status_code == 302
    assert Conversation.objects.get().starts_at == meant.replace(hour=hour_in_utc, tzinfo=UTC)
    assert len(sent) == 2
    for message in sent:
        _method, event = calendar_of(message)
        assert event.dtstart.value.astimezone(CHICAGO).replace(tzinfo=None) == meant
        assert event.dtend.value - event.dtstart.value == timedelta(minutes=30)
        assert f"{meant:%-I:%M}" in message.body or f"{meant:%H:%M}" in message.body


def test_older_copy_of_the_database_sends_no_lower_sequence(scene, pair, clock):
    planned = plan(pair, scene.cleo, soon(3))
    send(clock)
    with rolled_back():  # what is moved now, the copy that comes back does not know
        clock.shift(timedelta(hours=5))
        move_conversation(conversation_id=planned.id, starts_at=soon(5), by=scene.bob)
        lost = [calendar_of(one)[1] for one in send(clock)]
    clock.shift(timedelta(minutes=10))

    moved = move_conversation(conversation_id=planned.id, starts_at=soon(7), by=scene.bob)
    again = [calendar_of(one)[1] for one in send(clock)]
    call_off_conversation(conversation_id=moved.id, by=scene.bob)
    off = [calendar_of(one)[1] for one in send(clock)]

    assert len({event.uid.value for event in (*lost, *again, *off)}) == 1
    numbers = [{int(event.sequence.value) for event in events} for events in (lost, again, off)]
    assert [len(one) for one in numbers] == [1, 1, 1]
    assert max(numbers[0]) < max(numbers[1]) < max(numbers[2])


def test_home_names_the_zone_of_a_reader_whose_clocks_are_not_the_programs(scene):
    moments = [datetime(2027, 6, 1, 15, tzinfo=UTC), datetime(2027, 6, 3, 15, tzinfo=UTC)]

    with timezone.override("America/Chicago"), scope(scene.institution.id, "America/Chicago"):
        assert here_words(moments[:1]) == "Tue 1 Jun, 10:00 AM"
    with timezone.override("America/New_York"), scope(scene.institution.id, "America/Chicago"):
        assert here_words(moments, "or") == (
            "Tue 1 Jun, 11:00 AM or Thu 3 Jun, 11:00 AM, New York time, UTC−4"
        )
