"""The calendar that somebody subscribes to, its secret address, and assistants who keep times."""

import logging
import re
from datetime import UTC, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from rounds.core.clock import now
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail, User
from rounds.integrations.models import CalendarFeed
from rounds.mentorships.conversations.services.planning import Plan, move_conversation, plan_conversation
from rounds.mentorships.meetings.services import name_assistant
from rounds.mentorships.models import Conversation, Delegation
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def page(scene, name, **arguments):
    return reverse(name, kwargs={"institution": scene.institution.slug, **arguments})


def plan(pair, by, days=3):
    moment = (now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    wanted = Plan(starts_at=moment, minutes=30, mode="video", entry_id=uuid4())
    return plan_conversation(mentorship_id=pair.id, plan=wanted, by=by)


def make_address(scene, client, name="Bob"):
    """Press the button, and return the path that the page shows once."""
    client.force_login(scene.people[name].user)
    shown = client.post(page(scene, "calendar:renew")).content.decode()
    return re.search(r'value="https?://[^/]+(/feed/[^"]+)"', shown)[1]


def test_address_is_shown_once_and_kept_nowhere(scene, pair, client):
    to = make_address(scene, client)

    token = to.split("/")[3]
    again = client.get(page(scene, "calendar:mine")).content.decode()
    assert len(token) >= 43  # 256 bits
    assert token not in again
    assert token not in str(list(CalendarFeed.objects.values()))


def test_calendar_holds_neutral_titles_and_neither_note_nor_address_of_mail(scene, pair, client):
    plan(pair, scene.cleo)
    log(pair, scene.cleo, note="Heron: she doubts the merger", audience="pair", agreed=())
    to = make_address(scene, client)
    client.logout()

    answer = client.get(to)

    [calendar] = vobject.readComponents(answer.content.decode())
    [event] = calendar.vevent_list
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.summary.value == f"Meeting with {scene.people['Cleo'].display_name}"
    assert b"Heron" not in answer.content
    assert b"mailto" not in answer.content.lower()


def test_unchanged_calendar_is_not_sent_again(scene, pair, client, clock):
    planned = plan(pair, scene.cleo)
    to = make_address(scene, client)
    first = client.get(to)
    clock.shift(timedelta(hours=1))

    same = client.get(to, headers={"If-None-Match": first.headers["ETag"]})
    weak = client.get(to, headers={"If-None-Match": f'"x", W/{first.headers["ETag"]}'})
    move_conversation(
        conversation_id=planned.id, starts_at=planned.starts_at + timedelta(days=1), by=scene.bob
    )
    changed = client.get(to, headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, same.content, weak.status_code) == (304, b"", 304)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_address_ends_with_one_press_when_renewed_and_when_its_owner_has_left(scene, pair, client):
    old = make_address(scene, client)
    new = make_address(scene, client)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)

    client.post(page(scene, "calendar:revoke"))
    assert client.get(new).status_code == 404

    third = make_address(scene, client)
    User.objects.filter(id=scene.people["Bob"].user_id).update(is_active=False)
    assert client.get(third).status_code == 404
    User.objects.filter(id=scene.people["Bob"].user_id).update(is_active=True)
    assert Client().get(third).status_code == 200
    scene.people["Bob"].left_on = now().date() - timedelta(days=3)
    scene.people["Bob"].save()
    client.logout()
    assert client.get(third).status_code == 404


def test_address_stands_in_no_line_of_the_log(scene, pair, client, caplog, settings):
    to = make_address(scene, client)
    token = to.split("/")[3]
    # what Django itself writes of a path is turned off in production (config/logs.py)
    ours = [name for name in logging.root.manager.loggerDict if not name.startswith("django.request")]
    caplog.set_level(logging.DEBUG)

    client.get(to)
    client.post(page(scene, "calendar:revoke"))
    client.get(to)

    assert [
        one.getMessage() for one in caplog.records if token in one.getMessage() and one.name in ours
    ] == []


def test_ended_pair_leaves_the_calendar(scene, pair, client):
    plan(pair, scene.cleo)
    to = make_address(scene, client)
    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)

    assert b"VEVENT" not in client.get(to).content


# assistants


def test_assistant_is_told_sees_times_and_moves_one(scene, pair, client):
    planned = plan(pair, scene.cleo)
    client.force_login(scene.people["Bob"].user)
    alice = scene.people["Alice"]
    client.post(page(scene, "calendar:mine"), {"email": alice.email})
    dispatch_waiting()
    assert OutgoingMail.objects.filter(kind="assistant_named", to_person_id=alice.id).count() == 1

    client.force_login(alice.user)
    move = page(scene, "calendar:move", kept_id=planned.id)
    assert move in client.get(page(scene, "calendar:times")).content.decode()
    to = (now() + timedelta(days=9)).replace(hour=14)
    sent = client.post(move, {"starts_at": to.strftime("%Y-%m-%dT%H:%M")})

    assert sent.status_code == 302
    moved = Conversation.objects.get(state="planned").starts_at
    assert moved.astimezone(ZoneInfo(scene.institution.timezone)).replace(tzinfo=UTC) == to.replace(
        second=0, microsecond=0
    )


def test_assistant_who_moved_a_meeting_undoes_it(scene, pair, client):
    planned = plan(pair, scene.cleo)
    name_assistant(email=scene.people["Alice"].email, by=scene.bob)
    client.force_login(scene.people["Alice"].user)
    to = {"starts_at": (now() + timedelta(days=9)).strftime("%Y-%m-%dT14:%M")}
    client.post(page(scene, "calendar:move", kept_id=planned.id), to)
    moved = Conversation.objects.get(state="planned")
    back = page(scene, "calendar:move_back", kept_id=moved.id)

    assert back in client.get(page(scene, "calendar:times")).content.decode()
    client.post(back)

    assert Conversation.objects.get(state="planned").starts_at == planned.starts_at


def test_assistant_who_called_a_meeting_off_undoes_it_then_and_later(scene, pair, client):
    planned = plan(pair, scene.cleo)
    name_assistant(email=scene.people["Alice"].email, by=scene.bob)
    client.force_login(scene.people["Alice"].user)
    again = page(scene, "calendar:plan_again", called_off_id=planned.id)
    for _time in range(2):
        client.post(page(scene, "calendar:call_off", kept_id=planned.id))

        assert (
            client.get(page(scene, "calendar:times")).content.decode().count(again) == 2
        )  # Undo, and the list
        assert client.get(page(scene, "calendar:times")).content.decode().count(again) == 1
        client.post(again)
        assert Conversation.objects.get(state="planned").starts_at == planned.starts_at
    assert client.post(again).status_code == 404


def test_naming_an_assistant_does_not_tell_whether_an_address_is_known(scene, pair, client):
    """The answer, the list that follows, and what becomes of naming it again are the same for a stranger's address."""
    known, unknown = scene.people["Alice"].email, "a" * len(scene.people["Alice"].email) + "@example.org"
    client.force_login(scene.people["Bob"].user)
    seen = []
    for address in (known, unknown):
        for _again in range(2):
            sent = client.post(page(scene, "calendar:mine"), {"email": address}, follow=True)
            shown = re.sub(
                r"[0-9a-f]{8}-[0-9a-f-]{27}|nonce-?[^ >]+|value=.[A-Za-z0-9]{64}.", "", sent.content.decode()
            )
            seen.append((sent.status_code, sent.redirect_chain, shown.replace(address, "ADDRESS")))
            shown_record = client.get(page(scene, "record:take", taken_as="json")).content.decode()
            assert scene.people["Alice"].family_name not in shown_record
        Delegation.objects.all().delete()

    assert seen[0][0] == 200
    assert seen[:2] == seen[2:]


def test_assistant_opens_nothing_else_of_the_pair(scene, pair, client, in_hospital):
    planned = plan(pair, scene.cleo)
    helper = scene.people["Alice"]
    name_assistant(email=helper.email, by=scene.bob)
    from rounds.programs.models import ProgramRole

    ProgramRole.objects.filter(person=helper).delete()  # an assistant and nothing more
    client.force_login(helper.user)

    closed = [
        page(scene, "pairs:pair", mentorship_id=pair.id),
        page(scene, "pairs:conversations", mentorship_id=pair.id),
        page(scene, "pairs:agreement", mentorship_id=pair.id),
        page(scene, "pairs:meeting", meeting_id=planned.meeting_id),
        page(scene, "pairs:move", conversation_id=planned.id),
        page(scene, "pairs:outcome", conversation_id=planned.id),
    ]

    assert {client.get(to).status_code for to in closed} == {404}
    assert client.get(page(scene, "calendar:move", kept_id=planned.id)).status_code == 200


def test_time_at_night_is_asked_about_once(scene, pair, client):
    planned = plan(pair, scene.cleo)
    name_assistant(email=scene.people["Alice"].email, by=scene.bob)
    client.force_login(scene.people["Alice"].user)
    move = page(scene, "calendar:move", kept_id=planned.id)
    night = {"starts_at": (now() + timedelta(days=9)).strftime("%Y-%m-%dT02:30")}

    asked = client.post(move, night)
    again = client.post(move, {**night, "sure_night": asked.context["form"]["sure_night"].value()})

    assert "at night?" in asked.content.decode()
    assert again.status_code == 302
