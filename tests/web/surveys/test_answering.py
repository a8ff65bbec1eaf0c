"""Answering: on a phone without script, signed in or by the link of a mail; scanners answer nothing."""

import re
import string
from collections import Counter
from copy import deepcopy
from datetime import timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.mail import send_waiting
from rounds.core.models import Institution, OutgoingMail
from rounds.programs.models import Rotation
from rounds.surveys.answering.selectors import answers_of
from rounds.surveys.answering.services import make_link
from rounds.surveys.campaigns.services import send_wave
from rounds.surveys.instruments.selectors import current_version, topics_of
from rounds.surveys.models import LinkHash, QuietPeriod, Request, Response, Wave
from rounds.surveys.scores import NOT_APPLICABLE, SKIPPED
from tests.access.matrix import client_of
from tests.worlds.year_surveys import _wave

PROMISE = "Confidential. Your answers are kept with your name so that the program office learns what to mend."


@pytest.fixture
def world(own_world):
    return own_world


@pytest.fixture
def asked(world):
    return world.rows["request here"]


def page(asked, number):
    return f"/st-brigid/answer/{asked.id}/{number}/"


def read(asked):
    with scope(asked.institution_id):
        return answers_of(asked), Request.objects.get(id=asked.id)


def test_from_thirteen_questions_on_a_page_to_check_comes_before_sending(world):
    with scope(world.here.id):
        wave = _wave(current_version("leader_360_short"), uuid4(), state="sent")
        about = world.actors["bob"].person
        asked = Request.objects.create(
            wave=wave, person=world.actors["cleo"].person, subject=about, state="asked"
        )
        last = len(topics_of(wave.version_id))
        key = next(one.key for one in topics_of(wave.version_id)[0].questions if one.kind == "scale")
    cleo = client_of(world.actors["cleo"])

    cleo.post(page(asked, 1), {f"a-{key}": "4", "go": "next"})
    to_check = cleo.post(page(asked, last), {"a-start": "More plain words", "go": "next"})
    shown = cleo.get(to_check.url).content.decode()
    before = read(asked)[1].state
    done = cleo.post(to_check.url, {"go": "next"})

    assert to_check.url == page(asked, last + 1)
    assert "mostly" in shown
    assert "More plain words" in shown
    assert "You left out 17 questions" in shown
    assert f'href="{page(asked, 1)}"' in shown
    assert (before, read(asked)[1].state) == ("asked", "answered")
    assert done.url.endswith("/thanks/")
    assert cleo.get(page(asked, last + 2)).status_code == 404


def test_answers_are_erased_by_who_gave_them_on_a_page_that_asks_first(world, asked):
    cleo = client_of(world.actors["cleo"])
    cleo.post(page(asked, 2), {"a-con": "3", "go": "next"})
    at = f"/st-brigid/answer/{asked.id}/"

    offered = cleo.get(at + "thanks/").content.decode()
    question = cleo.get(at + "no/").content.decode()
    kept = has_response(asked)
    other = client_of(world.actors["bob"]).post(at + "no/")
    done = cleo.post(at + "no/")

    assert f'href="{at}no/"' in offered
    assert "Erase your answers?" in question
    assert (kept, other.status_code, done.status_code) == (True, 404, 302)
    assert not has_response(asked)
    assert read_state(asked) == ("declined", None)
    for back in (cleo.get(at + "thanks/"), cleo.post(at + "no/"), cleo.get(page(asked, 1))):
        assert back.status_code == 200
        assert "Other surveys may still ask you." in " ".join(back.content.decode().split())
    assert client_of(world.actors["bob"]).get(at + "thanks/").status_code == 404


def has_response(asked):
    with scope(asked.institution_id):
        return Response.objects.filter(request=asked).exists()


def read_state(asked):
    with scope(asked.institution_id):
        row = Request.objects.get(id=asked.id)
        return row.state, row.answered_on


def test_survey_is_answered_page_by_page_and_back_keeps_all(world, asked):
    cleo = client_of(world.actors["cleo"])

    first = cleo.get(page(asked, 1)).content.decode()
    sent = cleo.post(page(asked, 1), {"a-sat_time": "5", "a-sat_all": "3", "go": "next"})
    back = cleo.post(page(asked, 2), {"a-ali_fit": str(NOT_APPLICABLE), "a-con": "3", "go": "back"})
    again = cleo.get(page(asked, 2)).content.decode()
    done = cleo.post(
        page(asked, 2), {"a-ali_fit": str(NOT_APPLICABLE), "a-con": "3", "a-next": "", "go": "next"}
    )

    assert "How useful was the time with Bob Lindqvist this quarter?" in first
    assert PROMISE in first
    assert "Page 1 of 2" in first
    assert sent.url == page(asked, 2)
    assert back.url == page(asked, 1)
    assert re.search(r'value="-98"[^>]*checked', again)
    assert PROMISE in again
    assert done.url.endswith("/thanks/")
    kept, request = read(asked)
    assert kept["sat_time"] == 5
    assert kept["ali_fit"] == NOT_APPLICABLE
    assert kept["gro_use"] == SKIPPED
    assert request.state == "answered"
    assert request.answered_on is not None
    thanks = cleo.get(done.url).content.decode()
    assert "as agreed" in thanks
    assert "Change my answers" in thanks


def test_nothing_is_required_and_what_is_too_long_is_shown_again(world, asked):
    cleo = client_of(world.actors["cleo"])

    empty = cleo.post(page(asked, 1), {"go": "next"})
    long = cleo.post(page(asked, 2), {"a-next": "x" * 601, "go": "back"})

    assert empty.status_code == 302
    assert long.status_code == 200
    assert "1 character too long" in long.content.decode()
    assert "x" * 601 in long.content.decode()


def test_closed_survey_takes_nothing_and_still_shows_what_was_answered(world, asked):
    cleo = client_of(world.actors["cleo"])
    with scope(asked.institution_id):
        Wave.objects.filter(id=asked.wave_id).update(closes_on=institution_today() - timedelta(days=1))

    shown, sent = cleo.get(page(asked, 1)), cleo.post(page(asked, 1), {"a-sat_all": "1", "go": "next"})

    assert "takes no answers any more" in shown.content.decode()
    assert "Send" not in shown.content.decode()
    assert sent.status_code == 409
    assert read(asked)[0]["sat_all"] == 4


def test_who_wants_no_more_is_not_asked_again(world, asked):
    cleo = client_of(world.actors["cleo"])

    cleo.post(f"/st-brigid/answer/{asked.id}/no/")

    assert "This survey asks you no more" in cleo.get(page(asked, 1)).content.decode()
    assert "A survey waits" not in cleo.get("/st-brigid/").content.decode()
    with scope(asked.institution_id):
        assert not Response.objects.filter(request=asked).exists()


def test_home_says_that_a_survey_waits_and_how_long_it_takes(world, asked):
    cleo = client_of(world.actors["cleo"])

    home = cleo.get("/st-brigid/").content.decode()
    cleo.post(page(asked, 2), {"go": "next"})

    assert "A survey waits: 2 minutes" in home
    assert page(asked, 1) in home
    assert "A survey waits" not in cleo.get("/st-brigid/").content.decode()


def linked(asked):
    with scope(asked.institution_id):
        return make_link(asked)


def test_link_answers_without_signing_in_and_opens_nothing_else(world, asked):
    token, visitor = linked(asked), Client()

    opened = visitor.get(f"/s/{token}/")
    shown = visitor.get(opened.url).content.decode()
    visitor.post("/answer/1/", {"a-sat_all": "2", "go": "next"})
    done = visitor.post("/answer/2/", {"a-con": "1", "go": "next"})

    assert opened.url == "/answer/1/"
    assert PROMISE in shown
    assert done.url == "/answer/thanks/"
    assert "far less" in visitor.get(done.url).content.decode()
    assert read(asked)[1].state == "answered"
    assert visitor.get("/st-brigid/").status_code == 302
    assert visitor.get(page(asked, 1)).status_code == 302


def test_scanner_that_opens_a_link_two_hundred_times_uses_nothing_up(world, asked):
    token = linked(asked)

    for number in range(200):
        ask = Client().head if number % 2 else Client().get
        assert ask(f"/s/{token}/").status_code == 302

    kept, request = read(asked)
    assert (request.state, kept["sat_all"]) == ("asked", 4)
    assert Client().get(f"/s/{token}/").status_code == 302


@pytest.mark.parametrize("guesses", [40, pytest.param(10_000, marks=pytest.mark.long)])
def test_guessed_links_lead_nowhere(world, asked, guesses):
    """Half begin as a true one does, by half of it at most; half are drawn."""
    token, visitor, draw = linked(asked), Client(), Random(guesses)
    letters = string.ascii_letters + string.digits + "-_"

    def guess(number):
        kept = number % (len(token) // 2) if number % 2 else 0
        return token[:kept] + "".join(draw.choices(letters, k=len(token) - kept))

    guessed = Counter(visitor.get(f"/s/{guess(number)}/").status_code for number in range(guesses))

    assert guessed == {404: guesses}
    assert "survey_request" not in visitor.session


def test_links_after_closing_lead_nowhere(world, asked):
    token, visitor = linked(asked), Client()
    visitor.get(f"/s/{token}/")

    with scope(asked.institution_id):
        Wave.objects.filter(id=asked.wave_id).update(state="closed")

    assert Client().get(f"/s/{token}/").status_code == 404
    assert visitor.post("/answer/1/", {"a-sat_all": "1", "go": "next"}).status_code == 409
    assert Client().get("/answer/1/").status_code == 404


@pytest.fixture
def working_day():
    """Let it be a Tuesday morning, when mail of many leaves."""
    day = now() + timedelta(days=(1 - now().weekday()) % 7)
    with time_machine.travel(day.replace(hour=16, minute=0), tick=False):
        yield


@pytest.fixture
def sent(world, working_day):
    """Send the planned wave; its time to stop is over."""
    wave = world.rows["planned wave"]
    with scope(wave.institution_id):
        Institution.objects.filter(id=wave.institution_id).update(mail_is_live=True)
        from tests.worlds.words import viewer_of

        # the working day may be six days after the one on which the world was made: into nights of its rotations
        Rotation.objects.update(kind="clinic")
        Wave.objects.filter(id=wave.id).update(closes_on=institution_today() + timedelta(days=14))
        wave.refresh_from_db()
        send_wave(wave=wave, by=viewer_of(world, "alice"))
        past = now() - timedelta(seconds=1)
        Wave.objects.filter(id=wave.id).update(stop_until=past)
        OutgoingMail.objects.filter(kind="survey").update(send_after=past)
    return wave


def letters():
    return [one for one in outbox.outbox if "Quarterly pulse" in one.subject]


def test_mail_has_the_promise_and_a_link_that_is_made_as_it_leaves(world, sent):
    send_waiting()

    letter = next(one for one in letters() if "cleo" in one.to[0])
    token = re.search(r"/s/([\w-]+)/", letter.body)[1]
    assert PROMISE in letter.body
    assert "anonymous" not in letter.body.casefold()
    with scope(sent.institution_id):
        assert not any(
            "/s/" in one.body for one in OutgoingMail.objects.filter(kind="survey", state="waiting")
        )
        assert token not in str(list(LinkHash.objects.values()))
        request = Request.objects.get(wave=sent, person=world.actors["cleo"].person)
    assert request.state == "asked"
    assert request.asked_on is not None
    assert Client().get(f"/s/{token}/").status_code == 302


def test_nobody_is_written_to_who_has_answered_or_after_closing(world, sent):
    with scope(sent.institution_id):
        Wave.objects.filter(id=sent.id).update(state="closed")

    send_waiting()

    assert letters() == []


def test_rehearsal_leads_to_the_home_page_and_makes_no_link(world, sent):
    with scope(sent.institution_id):
        OutgoingMail.objects.filter(kind="survey").update(meant_for="somebody@st-brigid.example")

    send_waiting()

    assert letters()
    assert not any("/s/" in one.body for one in letters())
    with scope(sent.institution_id):
        assert LinkHash.objects.count() == 0


def letters_to(name):
    return [one for one in outbox.outbox if name in one.to[0]]


def test_two_surveys_share_one_mail_and_take_the_day(world, sent):
    from rounds.core.mail.sharing import take_day
    from rounds.core.models import DayMail
    from tests.worlds.words import viewer_of

    with scope(sent.institution_id):
        cleo = world.actors["cleo"].person
        other = deepcopy(sent)
        other.id, other.number, other.state, other.sent_at = uuid4(), 2, "planned", None
        other.save(force_insert=True)
        send_wave(wave=other, by=viewer_of(world, "alice"))
        past = now() - timedelta(seconds=1)
        Wave.objects.filter(id=other.id).update(stop_until=past)
        OutgoingMail.objects.filter(kind="survey").update(send_after=past)

    send_waiting()

    (letter,) = letters_to("cleo")
    assert len(re.findall(r"/s/([\w-]+)/", letter.body)) == 2
    with scope(sent.institution_id):
        states = Request.objects.filter(person=cleo, wave__in=[sent, other]).values_list("state", flat=True)
        assert list(states) == ["asked", "asked"]
        assert DayMail.objects.filter(person_id=cleo.id, on=institution_today()).count() == 1
        assert not take_day(cleo.id, institution_today())


@pytest.mark.parametrize("why", ["another mail today", "quiet", "night"])
def test_request_waits_for_the_next_free_hour(world, sent, why):
    from rounds.core.models import DayMail

    with scope(sent.institution_id):
        today = institution_today()
    if why == "night":
        time = now().replace(hour=4)
    else:
        time = now()
        with scope(sent.institution_id):
            if why == "quiet":
                QuietPeriod.objects.create(name="Boards", from_on=today, to_on=today)
            else:
                DayMail.objects.create(person_id=world.actors["cleo"].person.id, on=today)
    with time_machine.travel(time, tick=False):
        with scope(sent.institution_id):
            OutgoingMail.objects.filter(kind="survey").update(send_after=now())
            Wave.objects.filter(id=sent.id).update(stop_until=now())
        send_waiting()

    assert letters_to("cleo") == []
    with scope(sent.institution_id):
        row = OutgoingMail.objects.get(kind="survey", to_person_id=world.actors["cleo"].person.id)
        zone = ZoneInfo(Institution.objects.get(id=sent.institution_id).timezone)
        local = row.send_after.astimezone(zone)
        assert (row.state, row.attempts, local.hour) == ("waiting", 0, 7)
        assert local.weekday() < 5
        assert Request.objects.get(wave=sent, person=world.actors["cleo"].person).state == "waiting"
    with time_machine.travel(local, tick=False):
        send_waiting()
    assert len(letters_to("cleo")) == 1


def test_what_was_answered_lately_is_taken_by_one_tap(world, asked):
    cleo = client_of(world.actors["cleo"])
    with scope(asked.institution_id):
        other = Request.objects.create(
            wave=Wave.objects.get(id=world.rows["planned wave"].id),
            person=asked.person,
            subject=asked.subject,
            state="answered",
            answered_on=institution_today() - timedelta(days=12),
        )
        Response.objects.filter(request=asked).delete()
        response = Response(request=other)
        response.seal_value({"sat_time": 4, "sat_all": NOT_APPLICABLE, "gro_skill": SKIPPED, "gro_use": 2})
        response.save()

    before = cleo.get(page(asked, 1)).content.decode()
    taken = cleo.post(page(asked, 1), {"a-gro_use": "1", "go": "same"})
    after = cleo.get(page(asked, 1)).content.decode()

    assert "You answered 3 of these questions by" in before
    assert taken.url == page(asked, 1)
    kept, row = read(asked)
    assert (kept["sat_time"], kept["sat_all"], kept["gro_use"]) == (4, NOT_APPLICABLE, 1)
    assert "gro_skill" not in kept
    assert row.state == "asked"
    assert "You answered" not in after
    with scope(asked.institution_id):
        Request.objects.filter(id=other.id).update(answered_on=institution_today() - timedelta(days=31))
        Response.objects.filter(request=asked).delete()
    assert "You answered" not in cleo.get(page(asked, 1)).content.decode()
