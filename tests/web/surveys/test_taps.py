"""Three taps on the page of a log: once a quarter, after a talk, to the mentee alone, without mail."""

from datetime import timedelta

import pytest

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.mentorships.audiences.values import quarter_of
from rounds.mentorships.models import Conversation
from rounds.surveys.enums import RequestState
from rounds.surveys.models import Ask, Request, Response, Wave
from rounds.surveys.planning.services import follow_plans
from rounds.surveys.results.services import publish_wave
from tests.access.matrix import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(standing_world):
    with scope(standing_world.here.id, standing_world.here.timezone):
        yield standing_world


@pytest.fixture
def page(world):
    return f"/st-brigid/pairs/{world.rows['running pair'].id}"


def _offered(world):
    return Wave.objects.get(id=world.rows["offered wave"].id)


def test_two_taps_and_send_count_once_and_are_no_request_of_the_year(world, page):
    cleo = client_of(world.actors["cleo"])
    log = cleo.get(f"{page}/conversations/").content.decode()
    assert "Was this conversation worth the time?" in log
    assert "Confidential. Your answers are kept with your name" in log

    for _twice in range(2):
        cleo.post(f"{page}/three-taps/", {"a-s_worth": "3", "a-s_step": "2", "a-s_miss": "", "go": "send"})

    request = Request.objects.get(wave=_offered(world))
    assert request.state == RequestState.ANSWERED
    assert Response.objects.get(request=request).opened()["s_worth"] == 3
    assert not Ask.objects.filter(wave=_offered(world)).exists()
    log = cleo.get(f"{page}/conversations/").content.decode()
    assert "Was this conversation worth the time?" not in log
    assert "Change my answers" in log
    # no card of it stands on the home for a quarter; it is changed where every answer is changed
    assert "You have answered" not in cleo.get("/st-brigid/").content.decode()
    assert cleo.get(f"/st-brigid/answer/{request.id}/1/").status_code == 200


def test_nothing_chosen_keeps_the_page_and_not_this_quarter_ends_it(world, page):
    cleo = client_of(world.actors["cleo"])

    empty = cleo.post(f"{page}/three-taps/", {"go": "send"})
    assert "Choose an answer" in empty.content.decode()
    assert not Request.objects.filter(wave=_offered(world)).exists()

    for _twice in range(2):
        assert cleo.post(f"{page}/three-taps/", {"go": "later"}).status_code == 302
    assert Request.objects.get(wave=_offered(world)).state == RequestState.DECLINED
    assert "worth the time" not in cleo.get(f"{page}/conversations/").content.decode()
    stale = cleo.post(f"{page}/three-taps/", {"a-s_worth": "3", "go": "send"})
    assert stale.status_code == 409
    assert "not to be asked in this quarter" in stale.content.decode()


def test_a_mentor_meets_nothing_and_a_mentee_only_after_a_talk(world, page):
    bob, cleo = client_of(world.actors["bob"]), client_of(world.actors["cleo"])
    assert "worth the time" not in bob.get(f"{page}/conversations/").content.decode()
    assert bob.post(f"{page}/three-taps/", {"go": "later"}).status_code == 404

    Conversation.objects.filter(mentorship=world.rows["running pair"]).update(taken_back_at=now())
    assert "worth the time" not in cleo.get(f"{page}/conversations/").content.decode()
    assert cleo.get(f"{page}/three-taps/").status_code == 302


def test_the_plan_opens_one_each_quarter_and_nobody_is_written_to(world):
    pair = world.rows["running pair"]
    today = institution_today()
    cycle = pair.cycle
    cycle.program.cycles.filter(state="open").update(state="closed")
    cycle.state, cycle.starts_on, cycle.ends_on = (
        "open",
        today - timedelta(days=100),
        today + timedelta(days=260),
    )
    cycle.save()
    _offered(world).delete()

    for _hour in range(2):
        follow_plans(by=system(world.here.id))

    wave = Wave.objects.get(campaign__audience="after_a_talk", campaign__scope_id=cycle.program_id)
    _number, first, last = quarter_of(today, cycle.starts_on, cycle.ends_on)
    assert (wave.opens_on, wave.closes_on, wave.state) == (first, last, "sent")
    assert not wave.requests.exists()


def test_the_office_reads_how_many_and_a_quarter_without_answers_closes(world):
    wave = _offered(world)
    alice = client_of(world.actors["alice"])
    open_page = alice.get(f"/st-brigid/surveys/{wave.id}/").content.decode()
    assert "nobody is written to or reminded" in open_page
    assert "Sheet with a QR code" not in open_page
    assert "after_a_talk" not in alice.get("/st-brigid/surveys/new/").content.decode()

    Wave.objects.filter(id=wave.id).update(closes_on=institution_today() - timedelta(days=1))
    publish_wave(wave_id=wave.id, by=system(world.here.id))
    assert alice.get(f"/st-brigid/surveys/{wave.id}/").status_code == 200
