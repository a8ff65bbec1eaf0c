"""The log page without JavaScript: questions before saving, both at once, two windows, four presses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from rounds.core.clock import institution_today, now
from rounds.mentorships.conversations.services.planning import Plan, plan_conversation
from rounds.mentorships.models import Conversation, Mentorship, Note
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene, since=200)


def page(name, scene, **arguments):
    return reverse(f"pairs:{name}", kwargs={"institution": scene.institution.slug, **arguments})


def client_of(scene, name):
    client = Client()
    client.force_login(scene.people[name].user)
    return client


def send(scene, pair, who="Cleo", **typed):
    form = {"held_on": str(institution_today()), "minutes": "30", "audience": "private", **typed}
    return client_of(scene, who).post(page("log", scene, mentorship_id=pair.id), form)


def test_conversation_is_saved_with_what_the_page_proposes(scene, pair):
    """Open, note, save: day and minutes stand there already."""
    client = client_of(scene, "Cleo")
    shown = client.get(page("log", scene, mentorship_id=pair.id)).context["form"]

    first = {name: shown[name].value() for name in ("held_on", "minutes", "entry", "audience")}
    answer = client.post(page("log", scene, mentorship_id=pair.id), {**first, "note": "Ask for the report"})

    assert answer.status_code == 302
    assert (Conversation.objects.get().minutes, Note.objects.get().audience) == (30, "private")


@pytest.mark.parametrize(
    ("typed", "asked", "sure"),
    [
        ({"held_on": 90}, "90 days ago", "day:"),
        ({"note": "Seen in bed 12"}, "bed 12", "patient"),
    ],
)
def test_question_is_asked_once_and_a_yes_saves(scene, pair, typed, asked, sure):
    if "held_on" in typed:
        typed = {"held_on": str(day(typed["held_on"]))}
        sure += typed["held_on"]

    question = send(scene, pair, **typed)
    assert (question.status_code, Conversation.objects.count()) == (200, 0)
    assert asked in question.content.decode()

    send(scene, pair, **typed, sure=sure)
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%m/%d/%Y"])
def test_day_to_come_is_refused_with_the_way_to_plan_it(scene, pair, written):
    tomorrow = institution_today() + timedelta(days=1)

    answer = send(scene, pair, held_on=f"{tomorrow:{written}}", note="Kept in the form")

    shown = answer.content.decode()
    instead = f"{page('plan', scene, mentorship_id=pair.id)}?day={tomorrow}"
    assert f'href="{instead}"' in shown
    assert f'value="{tomorrow}T12:00' in client_of(scene, "Cleo").get(instead).content.decode()
    assert "Kept in the form" in shown
    assert "Save with this day" not in shown
    assert not Conversation.objects.exists()


def test_agreed_line_is_not_due_before_the_conversation(scene, pair):
    typed = {"held_on": str(day(1)), "agreed": "Call finance", "due_on": str(day(2))}

    assert "before the conversation" in send(scene, pair, **typed).content.decode()

    send(scene, pair, **typed | {"due_on": str(day(1))})
    assert Conversation.objects.count() == 1


def test_other_length_must_be_a_number(scene, pair):
    assert "from 1 to 600" in send(scene, pair, minutes="more", other_minutes="long").content.decode()

    send(scene, pair, minutes="more", other_minutes="75 min")
    assert Conversation.objects.get().minutes == 75


def test_both_log_the_same_day_and_one_says_that_it_is_one(scene, pair):
    cleos = log(pair, scene.cleo)

    question = send(scene, pair, "Bob", note="Mine")
    assert question.status_code == 409
    send(scene, pair, "Bob", note="Mine", twin=str(cleos.id), go="same")

    assert Conversation.objects.get() == cleos
    assert Note.objects.get().author == scene.people["Bob"]


def test_note_in_two_windows_shows_both_texts(scene, pair):
    log(pair, scene.cleo, note="First")
    note, client = Note.objects.get(), client_of(scene, "Cleo")
    address = page("note", scene, note_id=note.id)
    client.post(address, {"note": "One window", "version": "1"})

    both = client.post(address, {"note": "Other window", "version": "1"})

    assert both.status_code == 409
    assert all(text in both.content.decode() for text in ("One window", "Other window"))
    client.post(address, {"note": "Other window", "version": both.context["form"]["version"].value()})
    assert Note.objects.get().text == "Other window"


def test_home_shows_the_pair_and_what_was_agreed(scene, pair):
    from rounds.mentorships.conversations.services.notes import Line

    log(pair, scene.bob, agreed=[Line("Call finance", pair.mentor_id)])

    home = reverse("home", kwargs={"institution": scene.institution.slug})
    cleo, bob = (client_of(scene, who).get(home).content.decode() for who in ("Cleo", "Bob"))

    assert "Dr. Bob Brandt: Call finance" in " ".join(cleo.split())
    assert "You: Call finance" in " ".join(bob.split())
    assert page("log", scene, mentorship_id=pair.id) in bob


def test_page_says_what_a_conversation_counts_as_before_and_after(scene, pair):
    client = client_of(scene, "Cleo")
    words = "first-quarter check-in"
    before = client.get(page("log", scene, mentorship_id=pair.id)).content.decode()

    saved = send(scene, pair)
    after = client.get(saved.headers["Location"]).content.decode()
    again = client.get(page("log", scene, mentorship_id=pair.id)).content.decode()

    assert f"If it was on {date_format(institution_today(), 'j M')}: Counts as your {words}." in before
    assert after.count(f"Counts as your {words}.") == 1
    assert words not in again


def test_page_says_from_which_day_on_a_conversation_counts_as_the_same(scene, pair):
    since = institution_today() - timedelta(days=40)
    Mentorship.objects.update(opened_on=since, imported_start_on=None)

    found = client_of(scene, "Cleo").get(page("log", scene, mentorship_id=pair.id)).content.decode()

    days = f"{date_format(since, 'j M')} to {date_format(institution_today(), 'j M')}"
    assert f"If it was from {days}: Counts as your first-quarter check-in." in found


def test_meeting_of_a_later_day_has_no_way_to_log_it_until_its_day(scene, pair, clock):
    planned = plan_conversation(
        mentorship_id=pair.id,
        plan=Plan(starts_at=now() + timedelta(days=2), minutes=45, entry_id=uuid4()),
        by=scene.cleo,
    )
    client, to = client_of(scene, "Bob"), page("outcome", scene, conversation_id=planned.id)
    pages = [
        page("meeting", scene, meeting_id=planned.meeting_id),
        page("conversations", scene, mentorship_id=pair.id),
    ]

    assert client.get(to).url == pages[0]
    assert [f'"{to}"' in client.get(one).content.decode() for one in pages] == [False, False]
    clock.shift(timedelta(days=3))
    client = client_of(scene, "Bob")
    assert [f'"{to}"' in client.get(one).content.decode() for one in pages] == [True, True]


def test_page_that_comes_back_says_what_the_chosen_day_counts_as_not_the_one_it_began_with(scene, pair):
    Mentorship.objects.update(opened_on=day(40), imported_start_on=None)
    before = client_of(scene, "Cleo").get(page("log", scene, mentorship_id=pair.id)).content.decode()

    other = send(scene, pair, held_on=str(day(20)), note="MRN 1234567").content.decode()
    unknown = send(scene, pair, held_on="some day").content.decode()

    today, chosen = (f"to {date_format(day(ago), 'j M')}: Counts as your" for ago in (0, 20))
    assert [today in one for one in (before, other, unknown)] == [True, False, False]
    assert [chosen in one for one in (before, other, unknown)] == [False, True, False]
